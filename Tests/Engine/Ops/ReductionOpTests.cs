using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Reductions over every subset of axes.</summary>
public class ReductionOpTests
{
    // Every subset of three axes; the empty one means all.
    private static IEnumerable<int[]> Subsets => [[], [0], [1], [2], [0, 1], [0, 2], [1, -1], [0, 1, 2], [-2, 0]];

    [TestCaseSource(nameof(Subsets))]
    [GradientOf("Sum")]
    public void Sum_and_mean_gradients(int[] axes)
    {
        GradientAssert.Run(x => x[0].Square().Sum(axes), [[2, 3, 2]]);
        GradientAssert.Run(x => x[0].Square().Mean(axes, keepDims: true), [[2, 3, 2]]);
    }

    [TestCaseSource(nameof(Subsets))]
    [GradientOf("Max")]
    [GradientOf("Min")]
    public void Extremum_gradients(int[] axes)
    {
        GradientAssert.Run(x => x[0].Square().Max(axes), [[2, 3, 2]], 0.1, 2);
        GradientAssert.Run(x => x[0].Square().Min(axes, keepDims: true), [[2, 3, 2]], 0.1, 2);
    }

    [TestCaseSource(nameof(Subsets))]
    public void Variance_gradients(int[] axes)
    {
        GradientAssert.Run(x => x[0].Square().Variance(axes), [[2, 3, 2]]);
        GradientAssert.Run(x => x[0].Square().Variance(axes, keepDims: true, correction: 0), [[2, 3, 2]]);
    }

    [Test]
    public void Reductions_of_a_single_number()
    {
        GradientAssert.Run(x => x[0].Square().Sum(), [[]]);
        GradientAssert.Run(x => x[0].Square().Max([], keepDims: true), [[]]);
    }

    [TestCaseSource(nameof(Subsets))]
    public void Values_by_plain_loops(int[] axes)
    {
        using var device = new CpuDevice(2);
        Shape shape = [3, 4, 5];
        float[] values = Numbers.Uniform(shape.Size);
        using Tensor x = Tensor.From(device, shape, values);
        bool[] reduced = [.. Enumerable.Range(0, 3).Select(a => axes.Length == 0 || axes.Any(b => shape.Axis(b) == a))];
        var groups = Enumerable.Range(0, values.Length)
            .GroupBy(i => (reduced[0] ? 0 : i / 20, reduced[1] ? 0 : i / 5 % 4, reduced[2] ? 0 : i % 5), i => (double)values[i])
            .OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        Numbers.AssertClose(groups.Select(g => g.Sum()).ToArray(), x.Sum(axes).ToArray(), 1e-5, "sum");
        Numbers.AssertClose(groups.Select(g => g.Average()).ToArray(), x.Mean(axes).ToArray(), 1e-6, "mean");
        Numbers.AssertClose(groups.Select(g => g.Max()).ToArray(), x.Max(axes).ToArray(), 0, "max");
        Numbers.AssertClose(groups.Select(g => g.Min()).ToArray(), x.Min(axes).ToArray(), 0, "min");
        Numbers.AssertClose(
            groups.Select(
                g => g.Sum(v => Math.Pow(v - g.Average(), 2)) / (g.Length - 1)).ToArray(), x.Variance(axes).ToArray(), 1e-5, "variance");
        Assert.That(
            x.Sum(axes, keepDims: true).Shape.ToArray(), Is.EqualTo(new[] { reduced[0] ? 1 : 3, reduced[1] ? 1 : 4, reduced[2] ? 1 : 5 }));
    }

    [Test]
    public void Equal_extremes_share_the_gradient()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [2, 3], [1, 5, 5, 2, 2, 2]);
        x.RequiresGrad = true;
        x.Max([1]).Sum().Backward();
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(new[] { 0, 0.5f, 0.5f, 1 / 3f, 1 / 3f, 1 / 3f }));
    }

    [Test]
    public void Over_nothing_a_sum_is_0_and_an_extremum_is_refused()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.Zeros(device, [0, 3]);
        Assert.That(x.Sum([0]).ToArray(), Is.EqualTo(new float[3]));
        Assert.That(x.Sum().Item(), Is.Zero);
        Assert.That(() => x.Max(), Throws.TypeOf<ShapeException>());
        Assert.That(() => Tensor.Zeros(device, [1]).Variance(), Throws.TypeOf<ShapeException>());
    }
}
