using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Upsampling, average pooling, padding and blurring. Figures are PyTorch 1.13's, those of Pad2d its documentation's.</summary>
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
    public void Pad2d()
    {
        Tensor x = Make([1, 1, 3, 3], 0, 1, 2, 3, 4, 5, 6, 7, 8);
        Gives(
            x.Pad2d(2, 2, 2, 2, PadMode.Reflect), 8, 7, 6, 7, 8, 7, 6, 5, 4, 3, 4, 5, 4, 3, 2, 1, 0, 1, 2, 1, 0, 5, 4, 3, 4, 5, 4, 3, 8, 7,
            6, 7, 8, 7, 6, 5, 4, 3, 4, 5, 4, 3, 2, 1, 0, 1, 2, 1, 0);
        Gives(
            x.Pad2d(2, 0, 1, 1, PadMode.Reflect), 7, 6, 7, 8, 7, 4, 3, 4, 5, 4, 1, 0, 1, 2, 1, 4, 3, 4, 5, 4, 7, 6, 7, 8, 7);
        Gives(x.Pad2d(2, 0, 1, 1, PadMode.Replicate), 0, 0, 1, 2, 2, 0, 0, 1, 2, 2, 0, 0, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 7, 8, 8);
        Gives(Make([1, 1, 1, 1], 7).Pad2d(1, 0, 0, 3, PadMode.Replicate), 7, 7, 7, 7, 7, 7, 7, 7);
    }

    /// <summary>A line among zeros, by hand: the weights themselves; and what the border adds.</summary>
    [Test]
    public void Blur2d()
    {
        Tensor line = Make([1, 1, 1, 5], 0, 0, 8, 0, 0), ones = Tensor.Ones(Device, [1, 1, 4, 4]);
        Gives(line.Blur2d(3).Slice(2, 0, 1), 0, 1, 2, 1, 0);
        Gives(line.Blur2d(4, up: 2).Slice(2, 0, 1), 0, 0, 0, 1.5f, 4.5f, 4.5f, 1.5f, 0, 0, 0);
        Gives(line.Pad(2, 0, 1).Blur2d(4, down: 2), 3 / 8f, 9 / 8f);
        Gives(ones.Blur2d(3).Slice(2, 0, 1), 9 / 16f, 12 / 16f, 12 / 16f, 9 / 16f);
        Gives(ones.Blur2d(4, up: 2).Slice(2, 3, 1), 0.75f, 1, 1, 1, 1, 1, 1, 0.75f);
        Gives(ones.Blur2d(4, down: 2), 49 / 64f, 49 / 64f, 49 / 64f, 49 / 64f);
        Gives(ones.Blur2d(4, padding: (0, 0)), 1);
        Gives(ones.Blur2d(4, padding: (1, 0)), 49 / 64f, 7 / 8f, 7 / 8f, 1);
    }

    /// <summary>upfirdn2d by its definition: zeros inserted, padded, filtered by the outer product of 1 3 3 1, decimated.</summary>
    [TestCase(1, 1)]
    [TestCase(2, 1)]
    [TestCase(1, 2)]
    public void A_blur_is_a_convolution_between_zero_insertion_and_decimation(int up, int down)
    {
        using var random = new RandomSource(Device, 1);
        Tensor x = random.Normal([2, 1, 5, 7]), row = Make([1, 1, 1, 4], 1, 3, 3, 1);
        Tensor inserted = x.Reshape(2, 5, 7, 1).Pad(3, 0, up - 1).Reshape(2, 5, 1, 7 * up).Pad(2, 0, up - 1).Reshape(2, 1, 5 * up, 7 * up);
        Tensor padded = inserted.Pad(2, 2, 1).Pad(3, 2, 1), weight = row.Reshape(1, 1, 4, 1) * row * (up * up / 64f);
        Tensor expected = padded.Conv2d(weight, stride: down), actual = x.Blur2d(4, up, down, (2, 1));
        Assert.That(actual.Shape, Is.EqualTo(expected.Shape));
        Gives(actual, expected.ToArray());
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
        Refuses(
            () => x.Pad2d(0, 3, 1, 1, PadMode.Reflect),
            "Pad2d of (1, 1, 3, 4): a reflected padding must be smaller than the image, got 0 above, 3 below, 1 to the left, 1 to the");
        Refuses(() => x.Pad2d(0, 0, 4, 0, PadMode.Reflect), "must be smaller than the image");
        Refuses(() => x.Pad2d(0, -1, 0, 0, PadMode.Replicate), "padding cannot be negative, got 0, -1, 0, 0");
        Refuses(() => x.Pad2d(16382, 0, 0, 0, PadMode.Replicate), "the result can have at most 16384 pixels in each direction");
        Refuses(() => x.Blur2d(4, padding: (0, 0)), "Blur2d of (1, 1, 3, 4): 4 taps need a larger image, padded by 0 before and 0 after");
        Assert.That(() => x.Blur2d(4, 2, 2), Throws.ArgumentException.With.Message.Contains("one of them 1, got 2 and 2"));
        Assert.That(
            () => x.Blur2d(1, 2), Throws.InstanceOf<ArgumentException>().With.Message.Contains("from 2 (the factor) to 12 taps"));
        Assert.That(
            () => x.Blur2d(3, padding: (-1, 0)), Throws.InstanceOf<ArgumentException>().With.Message.Contains("cannot be negative"));
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
            Map("reflected", x => x.Pad2d(2, 1, 1, 0, PadMode.Reflect), [1, 2, 3, 2]), Map(
                "replicated", x => x.Pad2d(2, 0, 1, 2, PadMode.Replicate), [1, 2, 2, 3]),
            Map("blurred", x => x.Blur2d(3), [1, 2, 3, 2]), Map("blurred ×2", x => x.Blur2d(4, up: 2), [1, 1, 2, 3]), Map(
                "blurred ÷2", x => x.Blur2d(4, down: 2), [1, 2, 4, 3]),
        ];
    }

    // The square around makes second order worth a look: by itself the map is linear.
    [TestCaseSource(nameof(Maps))]
    [GradientOf("Resample")]
    [GradientOf("ResampleTransposed")]
    public void Gradients(Func<Tensor, Tensor> op, object shape) =>
        GradientAssert.Run(x => op(x[0].Square()).Tanh(), [(Shape)shape], -1, 1);
}
