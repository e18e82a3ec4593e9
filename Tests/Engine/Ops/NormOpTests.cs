using GanFromScratch.Engine;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Norms over one sample, and pixel shuffling: ops made of others. Figures are PyTorch 1.13's.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class NormOpTests(string device) : DeviceFixture
{
    private static readonly float[] Pixels = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];

    protected override string DeviceName => device;

    [Test]
    public void InstanceNorm()
    {
        float[] expected =
            [
                -0.549442f, -1.373604f, -0.13736f, -1.373604f, 0.274721f, 1.923046f, -0.961523f, 0.686802f, 0.274721f, -0.549442f,
                0.274721f, 1.510965f];
        Gives(Make([1, 1, 3, 4], Pixels).InstanceNorm(), expected);

        // Each channel of each image by itself: others beside it change nothing, and γ and β are a channel's.
        Tensor four = Make(
            [2, 2, 3, 4], [.. Pixels, .. Pixels.Select(v => 10 * v), .. Pixels.Select(v => -v), .. Pixels.Select(v => v + 3)]);
        float[] y = four.InstanceNorm(Make([2], 1, 2), Make([2], 0, 1)).ToArray();
        Assert.That(y[..12], Is.EqualTo(expected).Within(1e-5));
        Assert.That(y[12..24], Is.EqualTo(expected.Select(v => (2 * v) + 1)).Within(1e-4));
        Assert.That(y[24..36], Is.EqualTo(expected.Select(v => -v)).Within(1e-5));
        Assert.That(y[36..], Is.EqualTo(expected.Select(v => (2 * v) + 1)).Within(1e-5));
    }

    [Test]
    public void LayerNorm()
    {
        Tensor x = Make([3, 4], Pixels);
        float[] expected =
            [
                0.577348f, -0.962248f, 1.347147f, -0.962248f, -0.2f, 1.399999f, -1.399999f, 0.2f, -0.140028f, -1.26025f, -0.140028f,
                1.540306f];
        Gives(x.LayerNorm([4]), expected);
        Gives(
            x.Reshape(1, 3, 2, 2).LayerNorm([2, 2], Make([2, 2], 1, 2, 1, 2), Make([2, 2], 0, 0, 5, 5)),
            [.. expected.Select((v, i) => (v * (i % 2 == 0 ? 1 : 2)) + (i % 4 < 2 ? 0 : 5))]);
        Gives(x.LayerNorm([3, 4]), x.Reshape(1, 1, 3, 4).InstanceNorm().ToArray());
    }

    [Test]
    public void PixelNorm()
    {
        // Channels (3, 4) of the first pixel: mean of squares 12.5; (0, 0) stays 0.
        Gives(Make([1, 2, 1, 2], 3, 0, 4, 0).PixelNorm(), 3 / MathF.Sqrt(12.5f), 0, 4 / MathF.Sqrt(12.5f), 0);
        Gives(Make([2, 2], 1, 1, 0, 2).PixelNorm(), 1, 1, 0, MathF.Sqrt(2));
    }

    [Test]
    public void PixelShuffle_and_back()
    {
        Tensor x = Make([1, 8, 1, 2], [.. Enumerable.Range(0, 16).Select(i => (float)i)]), y = x.PixelShuffle(2);
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([1, 2, 2, 4])));
        Gives(y, 0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15);
        Tensor back = y.PixelUnshuffle(2);
        Assert.That(back.Shape, Is.EqualTo(x.Shape));
        Gives(back, x.ToArray());
    }

    [Test]
    public void Impossible_shapes_are_refused_with_what_was_expected()
    {
        Tensor x = Make([1, 1, 3, 4], Pixels), two = Make([2], 1, 1);
        Refuses(
            () => x.Reshape(3, 4).InstanceNorm(),
            "InstanceNorm needs an input of shape (N, C, …) with at least 2 values per channel to have a variance, got (3, 4)");
        Refuses(() => x.Reshape(3, 4, 1, 1).InstanceNorm(), "at least 2 values per channel");
        Refuses(() => x.InstanceNorm(two), "gamma must have shape (1), got (2)");
        Refuses(() => x.InstanceNorm(null, two), "beta must have shape (1), got (2)");
        Refuses(() => x.LayerNorm([3]), "LayerNorm over (3) needs an input whose shape ends in it, got (1, 1, 3, 4)");
        Refuses(() => x.Reshape(12, 1).LayerNorm([1]), "at least 2 values");
        Refuses(() => x.LayerNorm([4], two), "LayerNorm over (4): gamma must have that shape, got (2)");
        Refuses(() => x.Reshape(12).PixelNorm(), "PixelNorm needs an input of shape (N, C) or (N, C, …)");
        Refuses(
            () => x.PixelShuffle(2),
            "PixelShuffle by 2 needs an input of shape (N, C, H, W) with a multiple of 4 channels, got (1, 1, 3, 4)");
        Refuses(() => x.PixelShuffle(0), "the factor must be at least 1, got 0");
        Refuses(() => x.PixelUnshuffle(2), "whose height and width are multiples of 2, got (1, 1, 3, 4)");
        Refuses(() => x.PixelUnshuffle(0), "the factor must be at least 1, got 0");

        static void Refuses(Action action, string message) =>
            Assert.That(action, Throws.TypeOf<ShapeException>().With.Message.Contains(message));
    }

    private static void Gives(Tensor actual, params float[] expected) => Assert.That(actual.ToArray(), Is.EqualTo(expected).Within(1e-5));
}

/// <summary>Ops made of others have the gradients of those; this proves that nothing is cut off between.</summary>
public class NormGradientTests
{
    [Test]
    public void InstanceNorm()
    {
        GradientAssert.Run(x => x[0].InstanceNorm(epsilon: 0.1f), [[2, 2, 2, 2]]);
        GradientAssert.Run(x => x[0].InstanceNorm(x[1], x[2], 0.1f), [[1, 2, 3], [2], [2]]);
    }

    [Test]
    public void LayerNorm()
    {
        GradientAssert.Run(x => x[0].LayerNorm([4], epsilon: 0.1f), [[3, 4]]);
        GradientAssert.Run(x => x[0].LayerNorm([2, 2], x[1], x[2], 0.1f), [[2, 2, 2], [2, 2], [2, 2]]);
    }

    [Test]
    public void PixelNorm() => GradientAssert.Run(x => x[0].PixelNorm(0.1f), [[2, 3, 2]]);

    [Test]
    public void PixelShuffle()
    {
        GradientAssert.Run(x => x[0].PixelShuffle(2).Tanh(), [[1, 4, 1, 2]]);
        GradientAssert.Run(x => x[0].PixelUnshuffle(2).Tanh(), [[1, 1, 2, 4]]);
    }
}
