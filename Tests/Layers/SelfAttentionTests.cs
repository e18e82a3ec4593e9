using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>Self-attention against plain loops and finite differences.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class SelfAttentionTests(string deviceName) : DeviceFixture
{
    private const int C = 16, H = 4, W = 6, Places = H * W, Keys = Places / 4;

    protected override string DeviceName => deviceName;

    [Test]
    public void Begins_as_the_identity_with_rows_of_attention_that_sum_to_1()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new SelfAttention2d(C, random);
        Tensor x = random.Normal([2, C, H, W]);
        Assert.That(layer.Forward(x).ToArray(), Is.EqualTo(x.ToArray()));
        Tensor attention = layer.Attention(x);
        Assert.That(attention.Shape, Is.EqualTo(Shape.Create([2, Places, Keys])));
        Assert.That(attention.Sum([2]).ToArray(), Has.All.EqualTo(1f).Within(1e-5f));
    }

    [Test]
    public void Every_place_reads_the_mean_that_its_attention_weighs()
    {
        using var random = new RandomSource(Device, 2);
        using var layer = new SelfAttention2d(C, random);
        Dictionary<string, float[]> weights = layer.NamedParameters().ToDictionary(p => p.Name, p => p.Tensor.ToArray());
        layer.Parameters()[0].CopyFrom([0.5f]);
        Tensor input = random.Normal([2, C, H, W]);
        float[] x = input.ToArray(), y = layer.Forward(input).ToArray(), attention = layer.Attention(input).ToArray();
        for (int n = 0; n < 2; n++)
        {
            double[][] theta = Mixed("theta", C / 8, n), phi = Pooled(Mixed("phi", C / 8, n)), g = Pooled(Mixed("g", C / 2, n));
            for (int place = 0; place < Places; place++)
            {
                double[] weight = [.. Enumerable.Range(0, Keys).Select(k => Math.Exp(theta.Zip(phi, (t, p) => t[place] * p[k]).Sum()))];
                double sum = weight.Sum();
                for (int k = 0; k < Keys; k++)
                    Assert.That(attention[(((n * Places) + place) * Keys) + k], Is.EqualTo(weight[k] / sum).Within(1e-5));
                double[] read = [.. g.Select(channel => channel.Zip(weight, (v, w) => v * w / sum).Sum())];
                for (int c = 0; c < C; c++)
                {
                    int at = (((n * C) + c) * Places) + place;
                    double o = read.Select((value, i) => value * weights["o.weight"][(c * (C / 2)) + i]).Sum();
                    Assert.That(y[at], Is.EqualTo(x[at] + (0.5 * o)).Within(1e-5), $"{n}, {c}, {place}");
                }
            }
        }

        double[][] Mixed(string name, int outputs, int n) =>
        [
            .. Enumerable.Range(0, outputs).Select(
                o => Enumerable.Range(0, Places).Select(
                    p => Enumerable.Range(0, C).Sum(c => (double)weights[$"{name}.weight"][(o * C) + c] * x[(((n * C) + c) * Places) + p]))
                    .ToArray()),
        ];

        static double[][] Pooled(double[][] channels) =>
        [
            .. channels.Select(
                v => Enumerable.Range(0, Keys).Select(k =>
                {
                    int first = (k / (W / 2) * 2 * W) + (k % (W / 2) * 2);
                    return Math.Max(Math.Max(v[first], v[first + 1]), Math.Max(v[first + W], v[first + W + 1]));
                }).ToArray()),
        ];
    }

    [Test]
    public void A_wrong_input_is_named()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new SelfAttention2d(C, random);
        Assert.That(
            () => layer.Forward(Tensor.Zeros(Device, [1, 8, 4, 4])),
            Throws.TypeOf<ShapeException>().With.Message.Contains("expected input (N, 16, H, W) of at least 2×2 pixels"));
        Assert.That(() => layer.Attention(Tensor.Zeros(Device, [1, C, 1, 4])), Throws.TypeOf<ShapeException>());
        Assert.That(() => new SelfAttention2d(7, random), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}

/// <summary>The same layer's gradients, in double precision.</summary>
internal sealed class SelfAttentionGradientTests
{
    [Test]
    public void Gradients_by_input_and_every_parameter_are_those_of_differences_and_so_are_their_gradients()
    {
        const int channels = 8;
        Shape[] shapes = [[1, channels, 2, 4], [1], [1, 8, 1, 1], [1, 8, 1, 1], [4, 8, 1, 1], [8, 4, 1, 1]];
        SelfAttention2d? layer = null;
        GradientAssert.Run(
            inputs =>
            {
                if (layer == null)
                {
                    using var random = new RandomSource(inputs[0].Device, 1);
                    layer = new SelfAttention2d(channels, random);
                }

                for (int i = 0; i < layer.Parameters().Count; i++)
                    layer.Parameters()[i].StandIn = inputs[i + 1];
                return layer.Forward(inputs[0]);
            },
            shapes, low: -1, high: 1);
    }
}
