using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Upsampling and average pooling. Figures are PyTorch 1.13's.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class ResampleOpTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    private Tensor Image => Make([1, 1, 3, 4], 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8);

    [Test]
    public void Upsample_by_the_nearest()
    {
        Tensor x = Make([1, 1, 2, 2], 1, 2, 3, 4);
        Gives(x.Upsample(4, 4), 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
        Gives(Image.Upsample(5, 3), 3, 1, 4, 3, 1, 4, 5, 9, 2, 5, 9, 2, 5, 3, 5);
        Gives(Image.Upsample(1, 2), 3, 4);
    }

    [Test]
    public void Upsample_bilinear()
    {
        Gives(
            Image.Upsample(5, 3, UpsampleMode.Bilinear), 2.666667f, 2.5f, 1.5f, 3.866667f, 3.7f, 3.033333f, 5.666667f, 5.5f, 5.333333f,
            5.066667f, 4.6f, 6.633333f, 4.666667f, 4, 7.5f);
        Gives(Image.Upsample(5, 3, UpsampleMode.Bilinear, alignCorners: true), 3, 2.5f, 1, 4, 4, 3.5f, 5, 5.5f, 6, 5, 4.75f, 7, 5, 4, 8);
    }

    [Test]
    public void AvgPool2d()
    {
        Gives(Image.AvgPool2d(new PoolSizes(3, 2, 1)), 2, 2.555556f, 2.444444f, 3.666667f);
        Gives(Image.AvgPool2d(new PoolSizes(3, 2, 1), countPadding: false), 4.5f, 3.833333f, 5.5f, 5.5f);
        Gives(Image.AvgPool2d(new PoolSizes(2, ceilMode: true)), 4.5f, 3.25f, 4, 6.5f);
        Gives(Image.AvgPool2d(new PoolSizes(3, 2, 1, ceilMode: true)), 2, 2.555556f, 1.166667f, 2.444444f, 3.666667f, 2.333333f);
    }

    [Test]
    public void AdaptiveAvgPool2d()
    {
        Gives(Image.AdaptiveAvgPool2d(2, 3), 4.5f, 4, 3.25f, 5.5f, 4.75f, 5.25f);
        Gives(Image.AdaptiveAvgPool2d(4, 5), 3, 2, 2.5f, 2.5f, 1, 4, 4.5f, 4, 3.25f, 3.5f, 5, 5.5f, 4.75f, 5.25f, 7, 5, 4, 4, 6.5f, 8);
        Gives(Image.AdaptiveAvgPool2d(1, 1), 52 / 12f);
    }

    [Test]
    public void Impossible_sizes_are_refused_with_what_was_expected()
    {
        Tensor x = Image;
        Refuses(() => x.Reshape(3, 4).Upsample(2, 2), "Upsample needs an input of shape (N, C, H, W) with at least one pixel, got (3, 4)");
        Refuses(() => x.Upsample(0, 2), "the new size must be at least 1×1, got 0×2");
        Refuses(() => x.Upsample(20000, 2), "the result can have at most 16384 pixels in each direction, got 20000×2");
        Refuses(() => Tensor.Zeros(Device, [1, 1, 0, 4]).Upsample(2, 2), "with at least one pixel");
        Refuses(() => x.AdaptiveAvgPool2d(2, 0), "AdaptiveAvgPool2d of (1, 1, 3, 4): the new size must be at least 1×1, got 2×0");
        Refuses(() => x.AvgPool2d(new PoolSizes(4)), "a kernel of 4×4 spans 4×4 pixels and must fit the padded image, got 3×4");
        Refuses(() => x.AvgPool2d(new PoolSizes(0)), "the kernel must be at least 1, got 0×0");
        Refuses(() => x.AvgPool2d(new PoolSizes(2, 0)), "the stride must be at least 1, got 0×0");
        Refuses(() => x.AvgPool2d(new PoolSizes(2, padding: 2)), "padding can be at most half the kernel 2×2, got 2×2");
        Refuses(() => x.AvgPool2d(new PoolSizes(2, padding: -1)), "padding cannot be negative");
        Refuses(() => x.AvgPool2d(new PoolSizes(2, dilation: 2)), "an average has no dilation");
        Assert.That(
            () => x.Upsample(2, 2, UpsampleMode.Nearest, true), Throws.ArgumentException.With.Message.Contains("no corners to align"));

        static void Refuses(Action action, string message) =>
            Assert.That(action, Throws.TypeOf<ShapeException>().With.Message.Contains(message));
    }

    private static void Gives(Tensor actual, params float[] expected) => Assert.That(actual.ToArray(), Is.EqualTo(expected).Within(1e-5));
}

/// <summary>Gradients of all that is resampled.</summary>
public class ResampleGradientTests
{
    private static IEnumerable<TestCaseData> Maps()
    {
        static TestCaseData Map(string name, Func<Tensor, Tensor> op, Shape x) => new TestCaseData(op, x).SetArgDisplayNames(name);
        return
        [
            Map("nearest", x => x.Upsample(4, 6), [1, 2, 2, 3]), Map("nearest, fewer", x => x.Upsample(2, 1), [2, 1, 3, 3]),
            Map("bilinear", x => x.Upsample(5, 4, UpsampleMode.Bilinear), [1, 2, 3, 2]), Map(
                "bilinear aligned", x => x.Upsample(5, 2, UpsampleMode.Bilinear, true), [1, 1, 3, 4]),
            Map("average", x => x.AvgPool2d(new PoolSizes(2)), [2, 2, 4, 2]), Map(
                "average, padded", x => x.AvgPool2d(new PoolSizes(3, 2, 1, ceilMode: true), false), [1, 2, 4, 3]),
            Map("adaptive", x => x.AdaptiveAvgPool2d(2, 4), [1, 2, 3, 3]),
        ];
    }

    // The square around makes second order worth a look: by itself the map is linear.
    [TestCaseSource(nameof(Maps))]
    [GradientOf("Resample")]
    [GradientOf("ResampleTransposed")]
    public void Gradients(Func<Tensor, Tensor> op, object shape) =>
        GradientAssert.Run(x => op(x[0].Square()).Tanh(), [(Shape)shape], -1, 1);
}
