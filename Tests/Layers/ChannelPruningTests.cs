using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Layers;

public sealed class ChannelPruningTests
{
    private static readonly int[] Dead = [0, 3];

    private CpuDevice device = null!;
    private RandomSource random = null!;

    [SetUp]
    public void Open()
    {
        device = new CpuDevice();
        random = new RandomSource(device, seed: 1);
    }

    [TearDown]
    public void Close()
    {
        random.Dispose();
        device.Dispose();
    }

    public static IEnumerable<TestCaseData> Networks()
    {
        yield return Case("dense", [5], (width, random) => new Sequential(
            new Dense(5, width, random), new BatchNorm1d(width, random), new LeakyRelu(0.2f), new Dense(width, 3, random), new Tanh()));
        yield return Case("convolutions", [2, 5, 5], (width, random) => new Sequential(
            new Conv2d(2, width, 3, random), new BatchNorm2d(width, random), new Relu(), new Conv2d(width, 1, 2, random)));
        yield return Case("transposed convolutions", [2, 3, 3], (width, random) => new Sequential(
            new ConvTranspose2d(2, width, 4, random, stride: 2), new BatchNorm2d(width, random), new Relu(),
            new ConvTranspose2d(width, 2, 3, random, bias: false)));
    }

    /// <summary>The weights into two of five channels are 0, so nothing but constants comes from them, which batch normalisation removes.
    /// </summary>
    [TestCaseSource(nameof(Networks))]
    public void Channels_without_weights_are_the_ones_left_out(int[] input, Func<int, RandomSource, Sequential> create)
    {
        using Sequential wide = create(5, random), narrow = create(3, random);
        var first = (IWeightedLayer)wide[0];
        Zero(first.Weight, first.OutputAxis);
        Zero(first.Bias!, 0);
        Fill(wide[1].NamedParameters().Single(p => p.Name == "weight").Tensor, i => 1 + (0.1f * i));
        Fill(wide[1].NamedParameters().Single(p => p.Name == "bias").Tensor, i => Dead.Contains(i) ? 0 : 0.3f * i);
        Fill(wide[1].Buffers().Single(p => p.Name == "running_var").Tensor, i => 0.5f + i);

        ChannelPruning.Copy(wide, narrow);

        wide.Eval();
        narrow.Eval();
        using Tensor x = random.Normal([4, .. input]);
        Assert.That(narrow.Forward(x).ToArray(), Is.EqualTo(wide.Forward(x).ToArray()).Within(1e-6));
    }

    [Test]
    public void The_strongest_channels_stay_in_their_order()
    {
        using var wide = new Sequential(new Dense(1, 4, random), new Dense(4, 1, random));
        using var narrow = new Sequential(new Dense(1, 2, random), new Dense(2, 1, random));
        Fill(((Dense)wide[0]).Weight, i => new[] { 0.5f, -3, 1, 2 }[i]);
        Fill(((Dense)wide[0]).Bias!, i => 10 + i);
        Fill(((Dense)wide[1]).Weight, i => 20 + i);
        ChannelPruning.Copy(wide, narrow);
        Assert.Multiple(() =>
        {
            Assert.That(((Dense)narrow[0]).Weight.ToArray(), Is.EqualTo(new float[] { -3, 2 }));
            Assert.That(((Dense)narrow[0]).Bias!.ToArray(), Is.EqualTo(new float[] { 11, 13 }));
            Assert.That(((Dense)narrow[1]).Weight.ToArray(), Is.EqualTo(new float[] { 21, 23 }));
        });
    }

    [Test]
    public void A_network_of_other_layers_or_more_channels_is_refused()
    {
        using var two = new Sequential(new Dense(1, 2, random), new Dense(2, 1, random));
        using var three = new Sequential(new Dense(1, 3, random), new Dense(3, 1, random));
        using var other = new Sequential(new Dense(1, 2, random), new Tanh());
        Assert.Multiple(() =>
        {
            Assert.That(() => ChannelPruning.Copy(two, three), Throws.ArgumentException.With.Message.Contains("at most 2 channels, got 3"));
            Assert.That(() => ChannelPruning.Copy(two, other), Throws.ArgumentException.With.Message.Contains("Dense 2→1"));
        });
    }

    private static TestCaseData Case(string name, int[] input, Func<int, RandomSource, Sequential> create) =>
        new TestCaseData(input, create).SetArgDisplayNames(name);

    private static void Fill(Tensor tensor, Func<int, float> value) =>
        tensor.CopyFrom([.. Enumerable.Range(0, tensor.Length).Select(value)]);

    private static void Zero(Tensor tensor, int axis)
    {
        float[] values = tensor.ToArray();
        int inner = 1;
        for (int i = axis + 1; i < tensor.Rank; i++)
            inner *= tensor.Shape[i];
        for (int i = 0; i < values.Length; i++)
        {
            if (Dead.Contains(i / inner % tensor.Shape[axis]))
                values[i] = 0;
        }

        tensor.CopyFrom(values);
    }
}
