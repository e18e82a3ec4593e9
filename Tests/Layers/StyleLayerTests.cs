using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>The layers of StyleGAN: against their definitions, and gradients against differences.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
internal sealed class StyleLayerTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    [TestCase(3, true)]
    [TestCase(3, false)]
    [TestCase(1, true)]
    public void A_modulated_convolution_is_one_with_weights_of_each_sample_s_own(int kernel, bool demodulate)
    {
        const int n = 3, inputs = 2, outputs = 4;
        using var random = new RandomSource(Device, 1);
        var style = new Style(5) { Current = random.Normal([n, 5]) };
        using var layer = new ModulatedConv2d(inputs, outputs, kernel, style, random, demodulate, gain: 1.5);
        layer.Bias.CopyFrom([1, 2, 3, 4]);
        Tensor x = random.Normal([n, inputs, 4, 5]), y = layer.Forward(x);
        float[] scales = ((Dense)layer.Children[0]).Forward(style.Current).ToArray(), weight = layer.Weight.ToArray();
        int area = kernel * kernel;
        for (int sample = 0; sample < n; sample++)
        {
            double[] own = [.. weight.Select((v, i) => (double)v * scales[(sample * inputs) + (i / area % inputs)])];
            if (demodulate)
            {
                double[] norms = [.. own.Chunk(inputs * area).Select(row => Math.Sqrt(row.Sum(v => v * v) + 1e-8))];
                own = [.. own.Select((v, i) => 1.5 * v / norms[i / (inputs * area)])];
            }

            Tensor expected = x.Slice(0, sample, 1).Conv2d(
                Tensor.From(Device, layer.Weight.Shape, own), Tensor.From(Device, [outputs], [1f, 2, 3, 4]), padding: kernel / 2);
            Assert.That(y.Slice(0, sample, 1).ToArray(), Is.EqualTo(expected.ToArray()).AsCollection.Within(1e-4), $"sample {sample}");
        }
    }

    [Test]
    public void Demodulated_outputs_of_unit_inputs_have_unit_variance_whatever_style_and_weights()
    {
        using var random = new RandomSource(Device, 2);
        var style = new Style(4) { Current = random.Normal([8, 4], std: 3) };
        using var layer = EqualizedLearningRate.On(new ModulatedConv2d(16, 8, 3, style, random), random, gain: 10);
        Tensor y = layer.Forward(random.Normal([8, 16, 10, 10]));

        // The border sees zeros.
        Tensor inner = y.Slice(2, 1, 8).Slice(3, 1, 8);
        Assert.That(inner.Square().Mean().ToArray()[0], Is.EqualTo(1).Within(0.1));
    }

    [Test]
    public void AdaIN_gives_each_channel_of_each_image_the_mean_and_deviation_that_its_style_asks_for()
    {
        using var random = new RandomSource(Device, 3);
        var style = new Style(2) { Current = Make([2, 2], 1, 0, 0, 1) };
        using var layer = new AdaptiveInstanceNorm2d(2, style, random);

        // Rows: γ of both channels, β of both channels.
        layer.Parameters()[0].CopyFrom([0, 1, 2, -3, 10, 20, 30, 40]);
        Tensor y = layer.Forward(random.Normal([2, 2, 5, 5], mean: 7, std: 4));
        Assert.Multiple(() =>
        {
            Assert.That(y.Mean([2, 3]).ToArray(), Is.EqualTo(new float[] { 10, 30, 20, 40 }).AsCollection.Within(1e-3));
            Assert.That(
                y.Variance([2, 3], correction: 0).Sqrt().ToArray(), Is.EqualTo(new float[] { 1, 3, 2, 2 }).AsCollection.Within(1e-3));
        });
    }

    [Test]
    public void Noise_is_new_in_training_the_same_for_all_channels_and_fixed_in_evaluation()
    {
        using RandomSource random = new(Device, 4), other = new(Device, 9);
        using NoiseInjection layer = new(3, 2, random), copy = new(3, 2, other);
        Tensor x = Tensor.Zeros(Device, [2, 2, 3, 2]);
        Assert.That(layer.Forward(x).ToArray(), Has.All.Zero, "the strength begins at 0");
        layer.Parameters()[0].CopyFrom([0.5f]);
        float[] first = layer.Forward(x).ToArray(), second = layer.Forward(x).ToArray();
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(first[..6], Is.EqualTo(first[6..12]), "the channels of a sample");
        Assert.That(first[..6], Is.Not.EqualTo(first[12..18]), "two samples");

        layer.Eval();
        float[] still = layer.Forward(x).ToArray();
        Assert.That(layer.Forward(x).ToArray(), Is.EqualTo(still));
        Assert.That(still[..6], Is.EqualTo(still[12..18]), "two samples");
        copy.Eval();
        copy.LoadStateDict(layer.StateDict());
        Assert.That(copy.Forward(x).ToArray(), Is.EqualTo(still), "it is saved with the layer");
        Assert.That(
            () => layer.Forward(Make([1, 1, 2, 3], 1, 2, 3, 4, 5, 6)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("(N, C, 3, 2)"));
    }

    [Test]
    public void The_constant_input_is_the_same_for_every_sample()
    {
        using var random = new RandomSource(Device, 5);
        using var layer = new ConstantInput([1, 1, 2], random);
        layer.Parameters()[0].CopyFrom([3, 4]);
        Tensor y = layer.Forward(Make([2, 1], 8, 9));
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([2, 1, 1, 2])));
        Assert.That(y.ToArray(), Is.EqualTo(new float[] { 3, 4, 3, 4 }));
        y.Sum().Backward();
        Assert.That(layer.Parameters()[0].Grad!.ToArray(), Is.EqualTo(new float[] { 2, 2 }));
    }

    [Test]
    public void Mixing_gives_nine_samples_in_ten_another_style_from_a_random_layer_on()
    {
        const int n = 4000, layers = 5;
        using var random = new RandomSource(Device, 6);
        Style[] styles = [.. Enumerable.Range(0, layers).Select(_ => new Style(1))];
        using var input = new StyleInput(styles, random);
        Tensor w = Tensor.From(Device, [n, 1], Enumerable.Range(0, n).Select(i => (float)i).ToArray().AsSpan());
        Assert.That(input.Forward(w).ToArray(), Is.EqualTo(w.ToArray()));
        float[][] of = [.. styles.Select(style => style.Of(n).ToArray())];
        int[] places = new int[layers + 1];
        for (int i = 0; i < n; i++)
        {
            int place = Array.FindIndex(of, layer => layer[i] != i);
            places[place < 0 ? layers : place]++;
            for (int layer = 0; layer < layers; layer++)
                Assert.That(of[layer][i], Is.EqualTo(place >= 0 && layer >= place ? (i + 1) % n : i));
        }

        Assert.That(places[0], Is.Zero, "the first layer keeps its style");
        Assert.That(places[1..layers], Has.All.EqualTo(0.9 * n / 4).Within(120), "each place is as likely");
        Assert.That(places[layers], Is.EqualTo(0.1 * n).Within(90), "not mixed");
    }

    [Test]
    public void In_evaluation_every_layer_has_the_style_drawn_towards_the_average_of_training()
    {
        using var random = new RandomSource(Device, 7);
        Style[] styles = [new(2), new(2), new(2)];
        using var input = new StyleInput(styles, random, mixing: 0, decay: 0.75);
        input.Forward(Make([2, 2], 4, 0, 12, 16));
        Assert.That(input.Average.ToArray(), Is.EqualTo(new float[] { 2, 2 }), "a quarter of the mean (8, 8)");
        input.Eval();
        Tensor w = Make([1, 2], 10, 6);
        input.Forward(w);
        Assert.That(styles.Select(style => style.Of(1).ToArray()), Has.All.EqualTo(new float[] { 10, 6 }));
        input.Truncation = 0.5f;
        input.Forward(w);
        Assert.That(styles[2].Of(1).ToArray(), Is.EqualTo(new float[] { 6, 4 }));
        input.Truncation = 1;
        input.Set(w, Make([1, 2], 1, 2), crossover: 1);
        Assert.That(styles.Select(style => style.Of(1).ToArray()[0]), Is.EqualTo(new float[] { 10, 1, 1 }));
        Assert.That(input.Average.ToArray(), Is.EqualTo(new float[] { 2, 2 }), "evaluation does not change it");
    }

    [Test]
    public void A_style_that_is_missing_or_of_another_batch_is_refused()
    {
        var style = new Style(2);
        Assert.That(() => style.Of(1), Throws.InvalidOperationException.With.Message.Contains("Style.Current"));
        style.Current = Make([1, 2], 1, 2);
        Assert.That(() => style.Of(2), Throws.TypeOf<ShapeException>().With.Message.Contains("(2, 2)"));
    }

    [Test]
    public void A_rate_slows_the_learning_of_weights_and_biases_and_changes_nothing_at_first()
    {
        using RandomSource random = new(Device, 8), same = new(Device, 8);
        Dense Layer(RandomSource r) => new(3, 2, r, biases: Initializers.Constant(4));
        using Dense plain = EqualizedLearningRate.On(Layer(random), random), slow = EqualizedLearningRate.On(Layer(same), same, rate: 0.01);
        Tensor x = random.Normal([4, 3]);
        Tensor y = slow.Forward(x);
        Assert.That(y.ToArray(), Is.EqualTo(plain.Forward(x).ToArray()).AsCollection.Within(1e-4));
        y.Sum().Backward();
        plain.Forward(x).Sum().Backward();
        foreach ((Parameter a, Parameter b) in slow.Parameters().Zip(plain.Parameters()))
            Assert.That(a.Grad!.ToArray(), Is.EqualTo(b.Grad!.ToArray().Select(g => g * 0.01)).AsCollection.Within(1e-4));
    }

    [Test]
    public void Gradients_of_both_orders_are_those_of_differences()
    {
        GradientAssert.Run(
            inputs =>
            {
                var style = new Style(2) { Current = inputs[1] };
                var layer = new ModulatedConv2d(2, 2, 3, style, new RandomSource(inputs[0].Device, 1), gain: 1.5);
                layer.Weight.StandIn = inputs[2];
                return layer.Forward(inputs[0]);
            },
            [[2, 2, 2, 3], [2, 2], [2, 2, 3, 3]]);
        GradientAssert.Run(
            inputs =>
            {
                var style = new Style(2) { Current = inputs[1] };
                return new AdaptiveInstanceNorm2d(2, style, new RandomSource(inputs[0].Device, 1)).Forward(inputs[0]);
            },
            [[2, 2, 2, 2], [2, 2]]);
    }
}
