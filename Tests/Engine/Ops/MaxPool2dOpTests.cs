using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Figures are PyTorch 1.13's.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class MaxPool2dOpTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    private Tensor Image => Make([1, 1, 3, 4], 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8);

    [Test]
    public void Values()
    {
        Assert.That(Image.MaxPool2d(new PoolSizes(2, ceilMode: true)).ToArray(), Is.EqualTo(new float[] { 9, 6, 5, 8 }));
        Assert.That(Image.MaxPool2d(new PoolSizes(3, 2, 1)).ToArray(), Is.EqualTo(new float[] { 9, 9, 9, 9 }));
        Assert.That(
            Image.MaxPool2d(new PoolSizes(2, 1, 1, dilation: 2)).ToArray(), Is.EqualTo(new float[] { 9, 5, 9, 2, 3, 5, 8, 5, 9, 5, 9, 2 }));
        Assert.That(
            Make([1, 1, 2, 2], -5, -4, -3, -2).MaxPool2d(new PoolSizes(2, 1, 1)).ToArray(),
            Is.EqualTo(new float[] { -5, -4, -4, -3, -2, -2, -3, -2, -2 }), "padding never wins");
    }

    /// <summary>A kink: of equals the first has the whole slope, as in PyTorch, fused and recorded.</summary>
    [Test]
    public void The_slope_belongs_to_the_first_of_equals()
    {
        Tensor x = Variable([1, 1, 2, 3], 1, 7, 7, 7, 7, 2), dy = Make([1, 1, 1, 2], 10, 100);
        Tensor Pooled() => x.MaxPool2d(new PoolSizes(2, 1));
        Assert.That(Gradients.Of(Pooled(), [x], dy)[0].ToArray(), Is.EqualTo(new float[] { 0, 110, 0, 0, 0, 0 }), "fused");
        Assert.That(
            Gradients.Of(Pooled(), [x], dy, createGraph: true)[0].ToArray(), Is.EqualTo(new float[] { 0, 110, 0, 0, 0, 0 }), "recorded");
    }

    [Test]
    public void NaN_is_the_largest()
    {
        Tensor y = Make([1, 1, 2, 2], 1, float.NaN, 3, 4).MaxPool2d(new PoolSizes(2));
        Assert.That(y.Item(), Is.NaN);
    }

    [Test]
    public void Impossible_sizes_are_refused_with_what_was_expected()
    {
        Assert.That(
            () => Image.Reshape(12).MaxPool2d(new PoolSizes(2)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("MaxPool2d needs an input of shape (N, C, H, W)"));
        Assert.That(
            () => Image.MaxPool2d(new PoolSizes(2, dilation: 3)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("spans 4×4 pixels and must fit the padded image, got 3×4"));
        Assert.That(
            () => Image.MaxPool2d(new PoolSizes(2, dilation: 0)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("the dilation must be at least 1, got 0×0"));
    }
}

/// <summary>Gradients away from ties: the numbers are far enough apart that no small step exchanges two.</summary>
public class MaxPool2dGradientTests
{
    private static IEnumerable<TestCaseData> Poolings()
    {
        static TestCaseData Case(string name, PoolSizes sizes, Shape x) => new TestCaseData(sizes, x).SetArgDisplayNames(name);
        return
        [
            Case("halves", new PoolSizes(2), [2, 2, 4, 2]), Case(
                "overlapping, padded", new PoolSizes(3, 2, 1, ceilMode: true), [1, 2, 4, 3]),
            Case("dilated", new PoolSizes(2, 1, dilation: 2), [1, 1, 4, 4]), Case(
                "a stride beyond the window", new PoolSizes(1, 2), [1, 1, 3, 3]),
        ];
    }

    [TestCaseSource(nameof(Poolings))]
    [GradientOf("MaxPool2d")]
    [GradientOf("MaxPool2dGradient")]
    [GradientOf("MaxPool2dGather")]
    public void Gradients_of_MaxPool2d(object pooling, object shape)
    {
        (PoolSizes sizes, Shape x) = ((PoolSizes)pooling, (Shape)shape);
        double[] apart = [.. Enumerable.Range(0, x.Size).Select(i => (i * 7 % x.Size * 0.1) - 1)];
        Assert.That(apart.Distinct().Count(), Is.EqualTo(x.Size));
        GradientAssert.Run(t => (t[0].MaxPool2d(sizes) * 0.5).Tanh(), [x], [apart]);
    }
}
