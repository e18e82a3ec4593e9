using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

public class BatchNormOpTests
{
    private static IEnumerable<Shape> Inputs => [[4, 3], [2, 2, 3], [2, 2, 2, 2], [1, 2, 3]];

    [TestCaseSource(nameof(Inputs))]
    [GradientOf("BatchNorm")]
    public void Gradients_in_training(Shape shape)
    {
        Shape channels = [shape[1]];
        GradientAssert.Run(x => x[0].BatchNorm(x[1], x[2], null, null, true), [shape, channels, channels]);
        GradientAssert.Run(x => x[0].BatchNorm(x[1], null, null, null, true), [shape, channels]);
        GradientAssert.Run(x => x[0].BatchNorm(null, x[1], null, null, true, epsilon: 0.1f), [shape, channels]);
        GradientAssert.Run(x => x[0].BatchNorm(null, null, null, null, true), [shape]);
    }

    [TestCaseSource(nameof(Inputs))]
    public void Gradients_in_inference(Shape shape)
    {
        int C = shape[1];
        Tensor Op(Tensor[] x)
        {
            Tensor mean = Tensor.From(x[0].Device, [C], Numbers.Uniform(C)), variance = Tensor.From(
                x[0].Device, [C], Numbers.Uniform(C, 0.5, 2));
            return x[0].BatchNorm(x[1], x[2], mean, variance, false);
        }

        GradientAssert.Run(Op, [shape, [C], [C]]);
    }

    [Test]
    public void Training_normalizes_and_moves_the_running_statistics()
    {
        // Channel 0 holds 1, 2, 3, 6: mean 3, variance 14/4 = 3.5, unbiased 14/3. Channel 1 is constant.
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [4, 2], [1, 5, 2, 5, 3, 5, 6, 5]);
        using Tensor mean = Tensor.Zeros(device, [2]), variance = Tensor.Ones(device, [2]);
        float[] y = x.BatchNorm(null, null, mean, variance, true, epsilon: 0).ToArray();
        float s = 1 / MathF.Sqrt(3.5f);
        Assert.That(new[] { y[0], y[2], y[4], y[6] }, Is.EqualTo(new[] { -2 * s, -s, 0, 3 * s }).Within(1e-6));
        Assert.That(mean.ToArray(), Is.EqualTo(new[] { 0.3f, 0.5f }).Within(1e-6));
        Assert.That(variance.ToArray(), Is.EqualTo(new[] { 0.9f + (0.1f * 14 / 3), 0.9f }).Within(1e-6));
    }

    [Test]
    public void Inference_uses_the_running_statistics_and_leaves_them_alone()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [1, 2], [3, 8]), mean = Tensor.From(device, [2], [1, 2]),
        variance = Tensor.From(device, [2], [4, 9]);
        using Tensor gamma = Tensor.From(device, [2], [10, 1]), beta = Tensor.From(device, [2], [0, 5]);
        Assert.That(x.BatchNorm(gamma, beta, mean, variance, false, epsilon: 0).ToArray(), Is.EqualTo(new float[] { 10, 7 }).Within(1e-6));
        Assert.That(mean.ToArray(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That(variance.ToArray(), Is.EqualTo(new float[] { 4, 9 }));
    }

    [Test]
    public void Later_changes_of_the_running_statistics_do_not_reach_an_earlier_gradient()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [1, 1], [3]), mean = Tensor.Zeros(device, [1]), variance = Tensor.Full(device, [1], 4);
        x.RequiresGrad = true;
        Tensor y = x.BatchNorm(null, null, mean, variance, false, epsilon: 0);
        variance.CopyFrom([100]);
        Assert.That(Gradients.Of(y, [x], Tensor.Ones(device, [1, 1]))[0].Item(), Is.EqualTo(0.5f));
    }

    [Test]
    public void Parameters_collect_over_two_uses()
    {
        using var device = new ReferenceDevice();
        using Tensor x = Tensor.From(
            device, [4, 2], Numbers.Uniform(8)), gamma = Tensor.From(device, [2], [1.5f, -0.5f]), beta = Tensor.Zeros(device, [2]);
        using Tensor weights = Tensor.From(device, [4, 2], Numbers.Uniform(8, seed: 5));
        gamma.RequiresGrad = beta.RequiresGrad = true;
        (x.BatchNorm(gamma, beta, null, null, true) * weights).Sum().Backward();
        float[] once = [.. gamma.Grad!.ToArray(), .. beta.Grad!.ToArray()];
        (x.BatchNorm(gamma, beta, null, null, true) * weights).Sum().Backward();
        Assert.That((float[])[.. gamma.Grad!.ToArray(), .. beta.Grad!.ToArray()], Is.EqualTo(once.Select(g => 2 * g)).Within(1e-6));
    }

    [Test]
    public void A_large_mean_costs_no_digits()
    {
        using var device = new CpuDevice(1);
        foreach (Shape shape in new Shape[] { [64, 3], [4, 3, 16] })
        {
            float[] noise = Numbers.Uniform(shape.Size);
            using Tensor x = Tensor.From(device, shape, Array.ConvertAll(noise, v => 4096 + MathF.Round(v * 1024) / 1024));
            using Tensor y = Tensor.From(device, shape, Array.ConvertAll(noise, v => MathF.Round(v * 1024) / 1024));
            Numbers.AssertClose(
                Numbers.Wide(y.BatchNorm(null, null, null, null, true).ToArray()), x.BatchNorm(null, null, null, null, true)
                    .ToArray(), 1e-3, shape.ToString());
        }
    }

    [Test]
    public void What_cannot_be_normalized_is_refused()
    {
        using var device = new CpuDevice(1);
        using Tensor one = Tensor.Zeros(device, [1, 3]), x = Tensor.Zeros(device, [2, 3]), wrong = Tensor.Zeros(device, [2]),
        right = Tensor.Zeros(device, [3]);
        Assert.That(
            () => one.BatchNorm(null, null, null, null, true),
            Throws.TypeOf<ShapeException>().With.Message.Contains("at least 2 values per channel"));
        Assert.That(() => right.BatchNorm(null, null, null, null, true), Throws.TypeOf<ShapeException>());
        Assert.That(
            () => x.BatchNorm(wrong, null, null, null, true),
            Throws.TypeOf<ShapeException>().With.Message.Contains("gamma must have shape (3)"));
        Assert.That(() => x.BatchNorm(null, null, null, null, false), Throws.ArgumentException.With.Message.Contains("running"));
        Assert.That(() => x.BatchNorm(null, null, right, null, true), Throws.ArgumentException);
    }
}
