using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>Keras's penalties: sums, and no factor ½.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class RegularizerTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    [Test]
    public void Penalties_are_sums_over_all_parameters()
    {
        Tensor a = Make([2], 1, -2), b = Make([1, 1], 3);
        Assert.That(Regularizer.L1(0.5).Penalty([a, b]).Item(), Is.EqualTo(3).Within(1e-6));
        Assert.That(Regularizer.L2(0.5).Penalty([a, b]).Item(), Is.EqualTo(7).Within(1e-6));
        Assert.That(Regularizer.L1L2(0.5, 0.25).Penalty([a, b]).Item(), Is.EqualTo(6.5).Within(1e-6));
        Assert.That(Regularizer.L1L2().Penalty([a]).Item(), Is.EqualTo(0.08).Within(1e-6));
    }

    [Test]
    public void The_gradient_is_the_sign_and_twice_the_value()
    {
        Tensor w = Variable([3], 2, 0, -3);
        Regularizer.L1L2(0.1, 0.01).Penalty([w]).Backward();
        Assert.That(w.Grad!.ToArray(), Is.EqualTo(new[] { 0.14f, 0, -0.16f }).Within(1e-6));
    }

    [Test]
    public void The_gradient_agrees_with_differences() =>
        GradientAssert.Run(x => Regularizer.L1L2(0.3, 0.7).Penalty(x), [[3, 2], [4]], [[0.5, -1, 2, -0.3, 1.5, -2], [0.7, -0.7, 1, -1]]);

    [Test]
    public void Nonsense_is_refused()
    {
        Assert.That(() => Regularizer.L1(-1), Throws.TypeOf<InputException>().With.Message.Contains("l1 = -1"));
        Assert.That(() => Regularizer.L2().Penalty([]), Throws.TypeOf<InputException>());
    }
}
