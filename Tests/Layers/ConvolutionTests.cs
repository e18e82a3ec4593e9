using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;
using Conv2d = GanFromScratch.Layers.Conv2d;

namespace GanFromScratch.Tests.Layers;

/// <summary>The layers of images: shapes as PyTorch's and Keras', values as the ops', and the sentences for what does not fit.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class ConvolutionTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    private RandomSource Random { get; set; } = null!;

    [SetUp]
    public void Open() => Random = new RandomSource(Device, 1);

    [TearDown]
    public void Close() => Random.Dispose();

    [Test]
    public void A_convolution_is_the_op_with_the_layer_s_numbers()
    {
        using var layer = new Conv2d(4, 6, (3, 2), Random, stride: (2, 1), padding: (1, 2), dilation: (1, 2), groups: 2);
        Tensor x = Random.Normal([2, 4, 7, 6]);
        Tensor expected = x.Conv2d(
            layer.Weight, layer.Bias, new Conv2dOptions
            {
                StrideH = 2,
                PaddingTop = 1,
                PaddingBottom = 1,
                PaddingLeft = 2,
                PaddingRight = 2,
                DilationW = 2,
                Groups = 2,
            });
        Check(layer, x, expected, [2, 6, 4, 8], weight: [6, 2, 3, 2]);
    }

    [Test]
    public void A_transposed_convolution_is_the_op_with_the_layer_s_numbers()
    {
        using var layer = new ConvTranspose2d(4, 6, (3, 2), Random, stride: (2, 3), padding: (1, 0), outputPadding: (1, 2), groups: 2);
        Tensor x = Random.Normal([2, 4, 5, 3]);
        Tensor expected = x.ConvTranspose2d(
            layer.Weight, layer.Bias,
            new Conv2dOptions { StrideH = 2, StrideW = 3, PaddingTop = 1, PaddingBottom = 1, Groups = 2 }, (1, 2));
        Check(layer, x, expected, [2, 6, 10, 10], weight: [4, 3, 3, 2]);
    }

    [Test]
    public void An_activation_behind_is_computed_within()
    {
        using var layer = new Conv2d(1, 3, 3, Random, padding: 1);
        using var back = new ConvTranspose2d(3, 1, 4, Random, stride: 2, padding: 1);
        using var model = new Sequential(layer, new LeakyRelu(0.2f), back, new Tanh());
        using LeakyRelu leaky = new(0.2f);
        using Tanh tanh = new();
        Tensor x = Random.Normal([2, 1, 5, 5]);
        float[] apart = tanh.Forward(back.Forward(leaky.Forward(layer.Forward(x)))).ToArray();
        Assert.That(model.Forward(x).ToArray(), Is.EqualTo(apart).AsCollection.Within(1e-6f));
    }

    [TestCase(28, 5, 2, 14)]
    [TestCase(7, 5, 2, 4)]
    [TestCase(7, 3, 1, 7)]
    [TestCase(8, 4, 1, 8)]
    [TestCase(9, 1, 3, 3)]
    public void Same_padding_gives_one_output_a_stride(int size, int kernel, int stride, int expected)
    {
        using var layer = new Conv2d(1, 2, kernel, Random, stride, Padding.Same);
        Assert.That(layer.Forward(Random.Normal([1, 1, size, size])).Shape, Is.EqualTo(Shape.Create([1, 2, expected, expected])));
        Assert.That(layer.OutputShape([1, 1, size, size]), Is.EqualTo(Shape.Create([1, 2, expected, expected])));
    }

    [TestCase(7, 5, 2)]
    [TestCase(4, 3, 1)]
    [TestCase(3, 2, 5)]
    public void Same_padding_of_a_transposed_convolution_multiplies_by_the_stride(int size, int kernel, int stride)
    {
        using var layer = new ConvTranspose2d(1, 2, kernel, Random, stride, Padding.Same);
        Assert.That(layer.Forward(Random.Normal([1, 1, size, size])).Shape, Is.EqualTo(Shape.Create([1, 2, size * stride, size * stride])));
    }

    [Test]
    public void Same_padding_puts_the_odd_row_below_as_Keras_does()
    {
        using Conv2d same = new(1, 1, 5, Random, 2, Padding.Same), sides = new(1, 1, 5, Random, 2, new Padding(1, 2, 1, 2));
        sides.Weight.CopyFrom(same.Weight.ToArray());
        sides.Bias!.CopyFrom(same.Bias!.ToArray());
        Tensor x = Random.Normal([1, 1, 28, 28]);
        Assert.That(same.Forward(x).ToArray(), Is.EqualTo(sides.Forward(x).ToArray()));
    }

    [Test]
    public void Parameters_begin_as_in_PyTorch()
    {
        using var layer = new Conv2d(8, 64, 5, Random, groups: 2);
        using var transposed = new ConvTranspose2d(64, 8, 5, Random, groups: 2);
        using var bare = new Conv2d(8, 64, 5, Random, bias: false);
        foreach (Convolution each in new Convolution[] { layer, transposed })
        {
            Assert.That(each.NamedParameters().Select(p => p.Name), Is.EqualTo(new[] { "weight", "bias" }));
            Assert.That(
                each.Weight.ToArray().Max(Math.Abs), Is.EqualTo(0.1).Within(0.001), "1/√(4·5·5), In/groups there and Out/groups here");
            Assert.That(each.Bias!.ToArray().Max(Math.Abs), Is.EqualTo(0.1).Within(0.1).And.LessThanOrEqualTo(0.1));
        }

        Assert.That(bare.NamedParameters().Select(p => p.Name), Is.EqualTo(new[] { "weight" }));
        Assert.That(bare.Bias, Is.Null);
    }

    [Test]
    public void BatchNorm2d_takes_each_channel_s_mean_over_images_and_pixels()
    {
        using var layer = new BatchNorm2d(2, Random, epsilon: 0, momentum: 0.5f);
        Tensor x = Make([2, 2, 1, 2], 1, 3, 10, 30, 3, 1, 30, 10);
        Assert.That(layer.Forward(x).ToArray(), Is.EqualTo(new float[] { -1, 1, -1, 1, 1, -1, 1, -1 }).Within(1e-6));
        Assert.That(layer.StateDict().Keys, Is.EqualTo(new[] { "weight", "bias", "running_mean", "running_var" }));
        Assert.That(layer.StateDict()["running_mean"].ToArray(), Is.EqualTo(new float[] { 1, 10 }).Within(1e-5));
        using var scaled = new BatchNorm2d(2, Random, weights: Initializers.Constant(3));
        Assert.That(scaled.Parameters()[0].ToArray(), Is.EqualTo(new float[] { 3, 3 }));
    }

    [Test]
    public void The_summary_shows_the_numbers_that_are_not_the_usual_ones()
    {
        using var model = new Sequential(
            new Conv2d(1, 4, 5, Random, stride: 2, padding: Padding.Same),
            new BatchNorm2d(4, Random),
            new Conv2d(4, 8, (3, 1), Random, padding: (1, 0), dilation: 2, groups: 2, bias: false),
            new ConvTranspose2d(8, 1, 3, Random, stride: 2, padding: new Padding(1, 0, 1, 0), outputPadding: 1));
        Assert.That(model.Summary([1, 8, 8]).ReplaceLineEndings("\n"), Is.EqualTo(
            """
               Layer                                  Output        Parameters
            ──────────────────────────────────────────────────────────────────
               Input                                  (N, 1, 8, 8)
            0  Conv2d 1→4 k5 s2 same                  (N, 4, 4, 4)         104
            1  BatchNorm2d 4                          (N, 4, 4, 4)           8
            2  Conv2d 4→8 k3×1 p1×0 d2 g2             (N, 8, 2, 4)          48
            3  ConvTranspose2d 8→1 k3 s2 p1,0,1,0 o1  (N, 1, 5, 9)          73
            ──────────────────────────────────────────────────────────────────
            233 parameters

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void A_wrong_input_names_the_layer()
    {
        using var model = new Sequential(
            new Conv2d(3, 8, 5, Random), new BatchNorm2d(8, Random), new ConvTranspose2d(
                8, 1, 3, Random, stride: 2, padding: 2)) { Name = "net" };
        Refused(model, [4, 1, 28, 28], "net.0 (Conv2d 3→8 k5): expected input (N, 3, H, W), got (4, 1, 28, 28).");
        Refused(model, [4, 784], "net.0 (Conv2d 3→8 k5): expected input (N, 3, H, W), got (4, 784).");
        Refused(
            model[0], [4, 3, 4, 9],
            "net.0 (Conv2d 3→8 k5): expected input with at least 5×5 pixels, which its kernel spans, got (4, 3, 4, 9).");
        Refused(model[1], [4, 8], "net.1 (BatchNorm2d 8): expected input (N, 8, H, W), got (4, 8).");
        Refused(model[2], [4, 8, 1, 1],
            "net.2 (ConvTranspose2d 8→1 k3 s2 p2): expected input of which more is left than its padding takes away (4×4 pixels of 3×3 "
            + "pixels), got (4, 8, 1, 1).");

        void Refused(Module module, Shape input, string sentence)
        {
            Assert.That(() => module.Forward(Tensor.Zeros(Device, input)), Throws.TypeOf<ShapeException>().With.Message.EqualTo(sentence));
            Assert.That(() => module.OutputShape(input), Throws.TypeOf<ShapeException>().With.Message.EqualTo(sentence));
        }
    }

    [Test]
    public void Sizes_that_are_none_are_refused()
    {
        Assert.That(() => new Conv2d(0, 1, 3, Random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Conv2d(1, 1, (3, 0), Random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Conv2d(1, 1, 3, Random, stride: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Conv2d(1, 1, 3, Random, padding: -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new Conv2d(4, 6, 3, Random, groups: 4),
            Throws.ArgumentException.With.Message.Contains("got 4 groups of 4 channels in and 6 out"));
        Assert.That(
            () => new ConvTranspose2d(1, 1, 3, Random, stride: 2, outputPadding: 2),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("less than the stride 2"));
        Assert.That(
            () => new ConvTranspose2d(1, 1, 3, Random, stride: 2, padding: Padding.Same, outputPadding: 1), Throws.ArgumentException);
    }

    private static void Check(Convolution layer, Tensor x, Tensor expected, Shape output, Shape weight)
    {
        Tensor y = layer.Forward(x);
        Assert.That(y.Shape, Is.EqualTo(output));
        Assert.That(layer.OutputShape(x.Shape), Is.EqualTo(output));
        Assert.That(layer.Weight.Shape, Is.EqualTo(weight));
        Assert.That(y.ToArray(), Is.EqualTo(expected.ToArray()));
        x.RequiresGrad = true;
        layer.Forward(x).Square().Sum().Backward();
        foreach (Tensor each in new Tensor[] { x, layer.Weight, layer.Bias! })
            Assert.That(each.Grad!.ToArray().Count(g => g != 0), Is.GreaterThan(each.Length * 3 / 4), "nearly every number has a say");
    }
}
