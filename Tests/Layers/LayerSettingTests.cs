using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>What layers do with settings that are not the usual ones.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class LayerSettingTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    [Test]
    public void Dense_takes_the_last_axis_of_any_shape()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new Sequential(new Dense(3, 2, random), new Tanh());
        Tensor x = random.Normal([2, 4, 3]), rows = layer.Forward(x.Reshape(8, 3));
        Assert.That(layer.OutputShape([2, 4, 3]), Is.EqualTo(Shape.Create([2, 4, 2])));
        Assert.That(layer.Forward(x).Shape, Is.EqualTo(Shape.Create([2, 4, 2])));
        Assert.That(layer.Forward(x).ToArray(), Is.EqualTo(rows.ToArray()));
        Assert.That(layer.Forward(x.Reshape(8, 3).Slice(0, 0, 1).Reshape(3)).ToArray(), Is.EqualTo(rows.ToArray()[..2]));
    }

    [Test]
    public void BatchNorm_without_running_statistics_uses_the_batch_always()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new BatchNorm1d(1, random, epsilon: 0, trackRunningStatistics: false);
        Assert.That(layer.Buffers(), Is.Empty);
        layer.Eval();
        Assert.That(layer.Forward(Make([2, 1], 1, 3)).ToArray(), Is.EqualTo(new float[] { -1, 1 }).Within(1e-6));
        Assert.That(() => layer.Forward(Make([1, 1], 1)), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void BatchNorm_without_momentum_keeps_the_mean_of_all_batches()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new BatchNorm1d(1, random, epsilon: 0, momentum: null);
        IReadOnlyDictionary<string, Tensor> state = layer.StateDict();
        Tensor x = Tensor.Persistent(Device, [2, 1]);
        using StepGraph graph = StepGraph.Capture(Device, () =>
        {
            using var scope = new TensorScope();
            layer.Forward(x);
        });
        foreach (float[] batch in new float[][] { [1, 3], [5, 9], [6, 6] })
        {
            x.CopyFrom(batch);
            graph.Replay();
        }

        Assert.That(state["num_batches_tracked"].Item(), Is.EqualTo(3));
        Assert.That(state["running_mean"].Item(), Is.EqualTo((2 + 7 + 6) / 3f).Within(1e-5));
        Assert.That(state["running_var"].Item(), Is.EqualTo((2 + 8 + 0) / 3f).Within(1e-5));
        layer.Eval();
        Assert.That(layer.Forward(Make([1, 1], 5)).Item(), Is.EqualTo(0).Within(1e-5));
    }

    [Test]
    public void The_row_of_padding_is_zero_and_stays_so()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new Embedding(3, 2, random, paddingIndex: 1);
        Assert.That(layer.Weight.ToArray()[2..4], Is.All.EqualTo(0));
        Assert.That(layer.Weight.ToArray()[..2], Is.All.Not.EqualTo(0));
        Tensor y = layer.Forward(Make([2, 2], 0, 1, 1, 2));
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([2, 2, 2])));
        Assert.That(y.ToArray()[2..6], Is.All.EqualTo(0));
        y.Sum().Backward();
        Assert.That(layer.Weight.Grad!.ToArray(), Is.EqualTo(new float[] { 1, 1, 0, 0, 1, 1 }));
        Assert.That(() => new Embedding(3, 2, random, paddingIndex: 3), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void PixelUnshuffle_undoes_PixelShuffle()
    {
        using var random = new RandomSource(Device, 1);
        using var shuffle = new PixelShuffle(2);
        using var unshuffle = new PixelUnshuffle(2);
        Tensor x = random.Normal([2, 4, 3, 5]);
        Assert.That(unshuffle.Forward(shuffle.Forward(x)).ToArray(), Is.EqualTo(x.ToArray()));
        Assert.That(unshuffle.OutputShape([1, 1, 4, 6]), Is.EqualTo(Shape.Create([1, 4, 2, 3])));
        Assert.That(
            () => unshuffle.Forward(Tensor.Zeros(Device, [1, 1, 3, 4])),
            Throws.TypeOf<ShapeException>().With.Message.EqualTo(
                "PixelUnshuffle ÷2: expected input (N, C, H, W) whose height and width are multiples of 2, got (1, 1, 3, 4)."));
    }
}
