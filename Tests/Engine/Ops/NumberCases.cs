using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers.Optimizers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>
/// Numbers that a float can get wrong in many ways: quotients at the edge of the range, long sums, variances around a large mean, minus
/// zero. Each case checks one device.
/// </summary>
internal static class NumberCases
{
    /// <summary>Cases of a few numbers.</summary>
    public static IEnumerable<TestCaseData> Small =>
    [
        Case(Adam_without_memory_takes_the_new_gradient), Case(RmsProp_without_memory_takes_the_new_gradient),
    ];

    /// <summary>Cases of thousands and millions.</summary>
    public static IEnumerable<TestCaseData> Large =>
    [
    ];

    private static void Adam_without_memory_takes_the_new_gradient(Device device)
    {
        using Tensor weight = Tensor.Persistent(device, [1]);
        weight.RequiresGrad = true;
        using var adam = new Adam([new("weight", weight)], learningRate: 0.5f, beta1: 0, beta2: 0, epsilon: 0);
        foreach (double slope in new[] { 1e4, 1e-4 })
        {
            adam.ZeroGrad();
            (weight * slope).Sum().Backward();
            adam.Step();
        }

        Assert.That(weight.Item(), Is.EqualTo(-1));
    }

    private static void RmsProp_without_memory_takes_the_new_gradient(Device device)
    {
        using Tensor weight = Tensor.Persistent(device, [1]);
        weight.RequiresGrad = true;
        using var rmsProp = new RmsProp([new("weight", weight)], learningRate: 1, alpha: 0, epsilon: 1e-4, centered: true);
        foreach (double slope in new[] { 1e4, 1e-4 })
        {
            weight.CopyFrom([0]);
            rmsProp.ZeroGrad();
            (weight * slope).Sum().Backward();
            rmsProp.Step();
        }

        // The mean square and the square of the mean are the same: the step is the gradient divided by ε.
        Assert.That(weight.Item(), Is.EqualTo(-1).Within(1e-6));
    }

    private static TestCaseData Case(Action<Device> check) => new TestCaseData(check).SetArgDisplayNames(check.Method.Name);
}
