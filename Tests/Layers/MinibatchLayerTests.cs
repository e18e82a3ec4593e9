using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>Layers that tell a discriminator about the rest of the batch.</summary>
[TestFixtureSource(nameof(Devices))]
public sealed class MinibatchLayerTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    [Test]
    public void Minibatch_discrimination_appends_the_nearness_to_the_others()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new MinibatchDiscrimination(2, kernels: 2, dimensions: 2, random);

        // M = x·T: kernel 0 is (x₀, x₁), kernel 1 is (x₀ + x₁, 0).
        layer.Parameters()[0].CopyFrom([1f, 0, 1, 0, 0, 1, 1, 0]);
        float[] y = layer.Forward(Make([3, 2], 0, 0, 1, 0.5f, -1, 2)).ToArray();

        // Distances of kernel 0: 1.5 (samples 0, 1), 3 (0, 2), 3.5 (1, 2); of kernel 1: 1.5, 1, 0.5.
        double E(double d) => Math.Exp(-d);
        double[] expected =
        [
            0, 0, E(1.5) + E(3), E(1.5) + E(1),
            1, 0.5, E(1.5) + E(3.5), E(1.5) + E(0.5),
            -1, 2, E(3) + E(3.5), E(1) + E(0.5),
        ];
        Assert.That(y, Is.EqualTo(expected).AsCollection.Within(1e-5));
        Assert.That(
            () => layer.Forward(Make([1, 3], 1, 2, 3)), Throws.TypeOf<ShapeException>().With.Message.Contains("expected input (N, 2)"));
    }

    [Test]
    public void Minibatch_standard_deviation_appends_that_of_each_group()
    {
        using var layer = new MinibatchStandardDeviation(groupSize: 2);

        // Groups are samples 0 and 2, deviations 1 and 2; samples 1 and 3, deviations 0 and 3.
        float[] y = layer.Forward(Make([4, 2], 0, 0, 5, 1, 2, 4, 5, 7)).ToArray();
        float small = MathF.Sqrt(1e-8f);
        Assert.That(
            y, Is.EqualTo(new[] { 0, 0, 1.5f, 5, 1, (small + 3) / 2, 2, 4, 1.5f, 5, 7, (small + 3) / 2 }).AsCollection.Within(1e-5));
    }

    [Test]
    public void Minibatch_standard_deviation_appends_a_channel_to_images()
    {
        using var layer = new MinibatchStandardDeviation();
        using var random = new RandomSource(Device, 1);
        Tensor x = random.Normal([4, 3, 2, 2]), y = layer.Forward(x);
        double expected = x.Variance([0], correction: 0).Sqrt().ToArray().Average(v => (double)v);
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([4, 4, 2, 2])));
        Assert.That(y.Slice(1, 0, 3).ToArray(), Is.EqualTo(x.ToArray()));
        Assert.That(y.Slice(1, 3, 1).ToArray(), Has.All.EqualTo((float)expected).Within(1e-4f));
    }

    [TestCase(6, 3)]
    [TestCase(5, 1)]
    [TestCase(3, 3)]
    public void A_batch_that_four_does_not_divide_has_smaller_groups(int samples, int members)
    {
        using var layer = new MinibatchStandardDeviation();
        float[] values = [.. Enumerable.Range(0, samples).Select(i => (float)(i * i))];
        float[] y = layer.Forward(Make([samples, 1], values)).Slice(1, 1, 1).ToArray();
        int groups = samples / members;
        for (int g = 0; g < groups; g++)
        {
            double[] group = [.. values.Where((_, i) => i % groups == g).Select(v => (double)v)];
            double mean = group.Average(), deviation = Math.Sqrt(group.Average(v => (v - mean) * (v - mean)) + 1e-8);
            Assert.That(y[g], Is.EqualTo(deviation).Within(1e-3 * (1 + deviation)));
        }
    }

    [Test]
    public void Gradients_are_those_of_finite_differences()
    {
        var random = new Random(2);
        double[] x = [.. Enumerable.Range(0, 8).Select(_ => random.NextDouble() * 2)];
        using var deviation = new MinibatchStandardDeviation(groupSize: 2);
        GradientAssert.Run(inputs => deviation.Forward(inputs[0]), [[4, 2]], [x]);
        MinibatchDiscrimination? discrimination = null;
        GradientAssert.Run(
            inputs =>
            {
                discrimination ??= new MinibatchDiscrimination(2, 2, 2, new RandomSource(inputs[0].Device, 3), Initializers.Normal(0, 1));
                return discrimination.Forward(inputs[0]);
            },
            [[3, 2]], [x[..6]]);
    }

    [Test]
    public void Only_layers_that_look_at_the_batch_say_so()
    {
        using var random = new RandomSource(Device, 1);
        using Sequential apart = new(new Dense(2, 2, random), new LayerNorm([2], random)), mixed = new(
            new Sequential(new Dense(2, 2, random), new BatchNorm1d(2, random)));
        Assert.That(apart.MixesSamples, Is.False);
        Assert.That(mixed.MixesSamples, Is.True);
        Assert.That(new MinibatchStandardDeviation().MixesSamples, Is.True);
    }
}
