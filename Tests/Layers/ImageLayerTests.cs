using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>
/// The layers around convolutions: values, shapes, defaults (PyTorch's), names in a checkpoint, and the sentence for an input that does
/// not fit.
/// </summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
internal sealed class ImageLayerTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    private Tensor Image => Make([1, 1, 3, 4], 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8);

    [Test]
    public void Upsample()
    {
        Tensor x = Make([1, 1, 1, 2], 1, 3);
        Gives(new Upsample(2), x, "Upsample ×2 nearest", [1, 1, 2, 4], 1, 1, 3, 3, 1, 1, 3, 3);
        Gives(new Upsample((1, 2), UpsampleMode.Bilinear), x, "Upsample ×1×2 bilinear", [1, 1, 1, 4], 1, 1.5f, 2.5f, 3);
        Gives(
            new Upsample((1, 2), UpsampleMode.Bilinear, alignCorners: true), x, "Upsample ×1×2 bilinear aligned", [1, 1, 1, 4], 1, 5 / 3f,
            7 / 3f, 3);
        Refuses(new Upsample(2), [3, 4], "Upsample ×2 nearest: expected input (N, C, H, W) with at least one pixel, got (3, 4).");
        Assert.That(() => new Upsample(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Upsample(2, alignCorners: true), Throws.ArgumentException.With.Message.Contains("no corners"));
    }

    [Test]
    public void AvgPool2d()
    {
        Gives(new AvgPool2d(2), Image, "AvgPool2d k2", [1, 1, 1, 2], 4.5f, 3.25f);
        Gives(new AvgPool2d(3, 2, 1), Image, "AvgPool2d k3 s2 p1", [1, 1, 2, 2], 2, 2.555556f, 2.444444f, 3.666667f);
        Gives(new AvgPool2d(3, 2, 1, countPadding: false), Image, "AvgPool2d k3 s2 p1", [1, 1, 2, 2], 4.5f, 3.833333f, 5.5f, 5.5f);
        Gives(new AvgPool2d((3, 1), ceilMode: true), Image, "AvgPool2d k3×1 ceil", [1, 1, 1, 4], 13 / 3f, 13 / 3f, 11 / 3f, 5);
        Refuses(new AvgPool2d(4), [1, 1, 3, 4], "a kernel of 4×4 spans 4×4 pixels and must fit the padded image, got 3×4");
        Refuses(new AvgPool2d(4), [3, 4], "AvgPool2d k4: expected input (N, C, H, W), got (3, 4).");
        Assert.That(
            () => new AvgPool2d(2, padding: 2),
            Throws.ArgumentException.With.Message.Contains("AvgPool2d: padding can be at most half the kernel 2×2, got 2×2"));
    }

    [Test]
    public void MaxPool2d()
    {
        Gives(new MaxPool2d(2), Image, "MaxPool2d k2", [1, 1, 1, 2], 9, 6);
        Gives(new MaxPool2d(2, ceilMode: true), Image, "MaxPool2d k2 ceil", [1, 1, 2, 2], 9, 6, 5, 8);
        Gives(new MaxPool2d(2, 1, 1, 2), Image, "MaxPool2d k2 s1 p1 d2", [1, 1, 3, 4], 9, 5, 9, 2, 3, 5, 8, 5, 9, 5, 9, 2);
        Refuses(new MaxPool2d(3, dilation: 2), [1, 1, 3, 4], "spans 5×5 pixels");
        Assert.That(() => new MaxPool2d(0), Throws.ArgumentException.With.Message.Contains("the kernel must be at least 1"));
    }

    [Test]
    public void AdaptiveAvgPool2d()
    {
        Gives(new AdaptiveAvgPool2d((2, 3)), Image, "AdaptiveAvgPool2d 2×3", [1, 1, 2, 3], 4.5f, 4, 3.25f, 5.5f, 4.75f, 5.25f);
        Gives(new AdaptiveAvgPool2d(1), Image, "AdaptiveAvgPool2d 1×1", [1, 1, 1, 1], 52 / 12f);
        Refuses(new AdaptiveAvgPool2d(1), [1, 1, 0, 4], "with at least one pixel, got (1, 1, 0, 4).");
        Assert.That(() => new AdaptiveAvgPool2d((1, 0)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void ReflectionPad2d()
    {
        Tensor x = Make([1, 1, 2, 3], 1, 2, 3, 4, 5, 6);
        Gives(
            new ReflectionPad2d(1), x, "ReflectionPad2d 1", [1, 1, 4, 5], 5, 4, 5, 6, 5, 2, 1, 2, 3, 2, 5, 4, 5, 6, 5, 2, 1, 2, 3, 2);
        Gives(
            new ReflectionPad2d(new Padding(0, 1, 2, 0)), x, "ReflectionPad2d 0,1,2,0", [1, 1, 3, 5], 3, 2, 1, 2, 3, 6, 5, 4, 5, 6, 3, 2,
            1, 2, 3);
        Refuses(
            new ReflectionPad2d(2), [1, 1, 2, 3], "ReflectionPad2d 2: expected input (N, C, H, W) with at least 3×3 pixels, got (1, 1, 2");
        Assert.That(() => new ReflectionPad2d(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ReflectionPad2d(Padding.Same), Throws.ArgumentException.With.Message.Contains("expected numbers of pixels"));
    }

    [Test]
    public void ReplicationPad2d()
    {
        Gives(
            new ReplicationPad2d((1, 2)), Make([1, 1, 1, 2], 1, 2), "ReplicationPad2d 1×2", [1, 1, 3, 6], 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2,
            2, 1, 1, 1, 2, 2, 2);
        Refuses(new ReplicationPad2d(2), [1, 1, 0, 3], "with at least 1×1 pixels, got (1, 1, 0, 3)");
        Refuses(new ReplicationPad2d(2), [3, 4], "ReplicationPad2d 2: expected input (N, C, H, W)");
    }

    [Test]
    public void Blur2d()
    {
        Tensor x = Make([1, 1, 2, 2], 16, 0, 0, 0);
        Gives(new Blur2d(), x, "Blur2d k3", [1, 1, 2, 2], 4, 2, 2, 1);
        Gives(new Blur2d(up: 2), x, "Blur2d k4 ×2", [1, 1, 4, 4], 9, 9, 3, 0, 9, 9, 3, 0, 3, 3, 1, 0, 0, 0, 0, 0);
        Gives(new Blur2d(down: 2), x, "Blur2d k4 ÷2", [1, 1, 1, 1], 9 / 4f);
        Gives(new Blur2d(down: 2, taps: 2), x, "Blur2d k2 ÷2", [1, 1, 1, 1], 4);
        Assert.That(new Blur2d(down: 2).OutputShape([2, 3, 5, 7]), Is.EqualTo(Shape.Create([2, 3, 2, 3])));
        Refuses(new Blur2d(down: 2), [1, 1, 1, 4], "Blur2d k4 ÷2: expected input (N, C, H, W) with at least 2×2 pixels, got (1, 1, 1, 4).");
        Assert.That(() => new Blur2d(2, 2), Throws.ArgumentException.With.Message.Contains("One of the factors must be 1"));
        Assert.That(() => new Blur2d(taps: 13), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void InstanceNorm2d()
    {
        using var random = new RandomSource(Device, 1);
        float[] expected = [
            -0.549442f, -1.373604f, -0.13736f, -1.373604f, 0.274721f, 1.923046f, -0.961523f, 0.686802f, 0.274721f, -0.549442f, 0.274721f,
            1.510965f];
        var plain = new InstanceNorm2d(1, random);
        Assert.That(plain.StateDict(), Is.Empty);
        plain.Eval();
        Gives(plain, Image, "InstanceNorm2d 1", [1, 1, 3, 4], expected);
        var affine = new InstanceNorm2d(1, random, affine: true);
        Assert.That(affine.StateDict().Keys, Is.EqualTo(new[] { "weight", "bias" }));
        affine.Parameters()[0].CopyFrom([2]);
        affine.Parameters()[1].CopyFrom([1]);
        Gives(affine, Image, "InstanceNorm2d 1", [1, 1, 3, 4], [.. expected.Select(v => (2 * v) + 1)]);
        Refuses(new InstanceNorm2d(2, random), [1, 1, 3, 4], "InstanceNorm2d 2: expected input (N, 2, H, W), got (1, 1, 3, 4).");
        Refuses(new InstanceNorm2d(2, random), [4, 2, 1, 1], "with more than one pixel");
    }

    [Test]
    public void LayerNorm()
    {
        using var random = new RandomSource(Device, 1);
        var layer = new LayerNorm([2, 2], random);
        Assert.That(layer.StateDict().Keys, Is.EqualTo(new[] { "weight", "bias" }));
        Assert.That(layer.Parameters()[0].Shape, Is.EqualTo(Shape.Create([2, 2])));
        layer.Parameters()[1].CopyFrom([0, 0, 0, 10]);
        Gives(layer, Make([1, 2, 2], 3, 1, 4, 1), "LayerNorm 2×2", [1, 2, 2], 0.577348f, -0.962248f, 1.347147f, 10 - 0.962248f);
        using var bare = new LayerNorm([4], random, affine: false);
        Assert.That(bare.StateDict(), Is.Empty);
        using var scaled = new LayerNorm([4], random, bias: false);
        Assert.That(scaled.StateDict().Keys, Is.EqualTo(new[] { "weight" }));
        Refuses(new LayerNorm([4], random), [2, 3], "LayerNorm 4: expected input (…, 4), got (2, 3).");
        Assert.That(() => new LayerNorm([1], random), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void PixelNorm_and_PixelShuffle()
    {
        Gives(new PixelNorm(), Make([1, 2], 3, 4), "PixelNorm", [1, 2], 3 / MathF.Sqrt(12.5f), 4 / MathF.Sqrt(12.5f));
        Refuses(new PixelNorm(), [3], "PixelNorm: expected input (N, C) or (N, C, …), got (3).");
        Gives(new PixelShuffle(2), Make([1, 4, 1, 1], 1, 2, 3, 4), "PixelShuffle ×2", [1, 1, 2, 2], 1, 2, 3, 4);
        Refuses(
            new PixelShuffle(2), [1, 3, 1, 1],
            "PixelShuffle ×2: expected input (N, C, H, W) with a multiple of 4 channels, got (1, 3, 1, 1).");
    }

    [Test]
    public void Dropout2d_drops_whole_channels_only_while_training()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new Dropout2d(random, 0.25f);
        Tensor x = Tensor.Ones(Device, [50, 40, 2, 3]);
        float[] y = layer.Forward(x).ToArray();
        foreach (float[] channel in y.Chunk(6))
            Assert.That(channel, Is.All.EqualTo(channel[0]));
        Assert.That(y.Distinct().Order(), Is.EqualTo(new[] { 0, 1 / 0.75f }).Within(1e-6));
        Assert.That(y.Average(), Is.EqualTo(1).Within(0.05));
        layer.Eval();
        Assert.That(layer.Forward(x), Is.SameAs(x));
        Assert.That(layer.Description, Is.EqualTo("Dropout2d 0.25"));
        Refuses(new Dropout2d(random), [2, 3], "Dropout2d 0.5: expected input (N, C, H, W), got (2, 3).");
        Assert.That(() => new Dropout2d(random, 1.5f), Throws.TypeOf<InputException>());
    }

    [Test]
    public void A_residual_block_adds_what_comes_in_or_the_shortcut_of_it()
    {
        using var random = new RandomSource(Device, 1);
        Gives(new Residual(new Sequential(new Relu())), Make([3], -1, 0, 2), "Residual", [3], -1, 0, 4);
        using var block = new Residual(
            new Sequential(new AvgPool2d(2), new Conv2d(1, 2, 1, random)), new Sequential(new Conv2d(1, 2, 1, random), new AvgPool2d(2)));
        Assert.That(block.StateDict().Keys, Is.EqualTo(new[] { "body.1.weight", "body.1.bias", "shortcut.0.weight", "shortcut.0.bias" }));
        Tensor x = Image;
        Tensor pooled = x.AvgPool2d(new GanFromScratch.Engine.Kernels.Resample.PoolSizes(2));
        IReadOnlyDictionary<string, Tensor> state = block.StateDict();
        Tensor expected = pooled.Conv2d(
            state["body.1.weight"] + state["shortcut.0.weight"], state["body.1.bias"] + state["shortcut.0.bias"]);
        Assert.That(block.Forward(x).ToArray(), Is.EqualTo(expected.ToArray()).Within(1e-5));
        Refuses(
            new Residual(new Sequential(new AvgPool2d(2))), [1, 1, 4, 4],
            "whose shape body and shortcut change alike (they make (1, 1, 2, 2) and (1, 1, 4, 4) of it), got (1, 1, 4, 4).");
    }

    [Test]
    public void A_skip_connection_joins_what_comes_in_and_what_the_body_makes_of_it()
    {
        using var random = new RandomSource(Device, 1);
        using var skip = new SkipConcat(new Sequential(new Conv2d(1, 2, 1, random)));
        Tensor x = Image;
        Tensor inner = x.Conv2d(skip.StateDict()["body.0.weight"], skip.StateDict()["body.0.bias"]);
        Assert.That(skip.Forward(x).ToArray(), Is.EqualTo(Tensor.Concat([x, inner], 1).ToArray()));
        Assert.That(skip.OutputShape([5, 1, 4, 4]), Is.EqualTo(Shape.Create([5, 3, 4, 4])));
        Refuses(
            new SkipConcat(new Sequential(new AvgPool2d(2))), [1, 1, 4, 4],
            "whose body keeps all but the channels (it makes (1, 1, 2, 2) of it), got (1, 1, 4, 4).");
    }

    [Test]
    public void A_table_shows_them()
    {
        using var random = new RandomSource(Device, 1);
        using var model = new Sequential(
            new Upsample(2), new Conv2d(4, 8, 3, random, padding: 1), new InstanceNorm2d(8, random, affine: true), new Residual(
                new Sequential(new Relu(), new Conv2d(8, 8, 1, random))),
            new AvgPool2d(2), new PixelShuffle(2), new AdaptiveAvgPool2d(1));
        Assert.That(model.Summary([4, 5, 5]).ReplaceLineEndings("\n"), Is.EqualTo(
            """
                      Layer                  Output          Parameters
            ───────────────────────────────────────────────────────────
                      Input                  (N, 4, 5, 5)
            0         Upsample ×2 nearest    (N, 4, 10, 10)
            1         Conv2d 4→8 k3 p1       (N, 8, 10, 10)         296
            2         InstanceNorm2d 8       (N, 8, 10, 10)          16
            3         Residual               (N, 8, 10, 10)
            3.body.0  Relu                   (N, 8, 10, 10)
            3.body.1  Conv2d 8→8 k1          (N, 8, 10, 10)          72
            4         AvgPool2d k2           (N, 8, 5, 5)
            5         PixelShuffle ×2        (N, 2, 10, 10)
            6         AdaptiveAvgPool2d 1×1  (N, 2, 1, 1)
            ───────────────────────────────────────────────────────────
            384 parameters

            """.ReplaceLineEndings("\n")));
    }

    private static void Gives(Module layer, Tensor x, string description, Shape shape, params float[] expected)
    {
        using (layer)
        {
            Assert.That(layer.Description, Is.EqualTo(description));
            Assert.That(layer.OutputShape(x.Shape), Is.EqualTo(shape));
            Tensor y = layer.Forward(x);
            Assert.That(y.Shape, Is.EqualTo(shape));
            Assert.That(y.ToArray(), Is.EqualTo(expected).Within(1e-5));
        }
    }

    private static void Refuses(Module layer, Shape input, string message)
    {
        using (layer)
            Assert.That(() => layer.OutputShape(input), Throws.TypeOf<ShapeException>().With.Message.Contains(message));
    }
}
