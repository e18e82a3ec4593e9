using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>The layers that split z and read its chunks, and the sum over places: values by hand, gradients against differences.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class LatentLayerTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    [Test]
    public void Z_is_split_into_a_first_part_and_chunks_behind_the_shared_class_embedding()
    {
        using var random = new RandomSource(Device, 1);
        var labels = new ClassLabels(2) { Current = Make([2], 1, 0) };
        var chunks = new LatentChunks(1, embeddingSize: 2);
        using var split = new SplitLatent(4, 2, chunks, labels, random);
        split.Parameters()[0].CopyFrom([10, 11, 20, 21]);
        Assert.That(split.Forward(Make([2, 4], 1, 2, 3, 4, 5, 6, 7, 8)).ToArray(), Is.EqualTo(new float[] { 1, 2, 5, 6 }));
        Assert.That(chunks[0].ToArray(), Is.EqualTo(new float[] { 20, 21, 3, 10, 11, 7 }));
        Assert.That(chunks[1].ToArray(), Is.EqualTo(new float[] { 20, 21, 4, 10, 11, 8 }));
        Assert.That(() => chunks[2], Throws.InvalidOperationException.With.Message.Contains("chunk 2"));
        Assert.That(() => split.Forward(Make([1, 3], 1, 2, 3)), Throws.InstanceOf<ShapeException>().With.Message.Contains("(N, 4)"));

        var alone = new LatentChunks(2);
        using var plain = new SplitLatent(3, 1, alone, null, random);
        Assert.That(plain.Forward(Make([1, 3], 1, 2, 3)).ToArray(), Is.EqualTo(new float[] { 1 }));
        Assert.That(alone[0].ToArray(), Is.EqualTo(new float[] { 2, 3 }));
        Assert.That(plain.Parameters(), Is.Empty);
        Assert.That(() => new SplitLatent(2, 1, alone, null, random), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_latent_batch_norm_scales_by_1_and_a_linear_function_of_the_chunk_and_shifts_by_another()
    {
        using var random = new RandomSource(Device, 1);
        var chunks = new LatentChunks(2);
        using var split = new SplitLatent(3, 1, chunks, null, random);
        using var layer = new LatentBatchNorm(1, chunks, 0, random);
        split.Forward(Make([2, 3], 0, 1, 2, 0, 3, 4));
        layer.Parameters()[0].CopyFrom([0.5f, 1]);
        layer.Parameters()[1].CopyFrom([10, 100]);

        // norm gives ∓1; Γ·c is 2.5 and 5.5, B·c is 210 and 430.
        Assert.That(layer.Forward(Make([2, 1, 1, 1], 1, 5)).ToArray(), Is.EqualTo(new float[] { 206.5f, 436.5f }).Within(1e-3));
        Assert.That(
            () => new LatentBatchNorm(1, new LatentChunks(2), 0, random).Forward(Make([2, 1, 1, 1], 1, 5)),
            Throws.InvalidOperationException.With.Message.Contains("SplitLatent must come first"));
    }

    [Test]
    public void The_sum_over_places_has_a_number_for_each_channel()
    {
        using var layer = new GlobalSumPool2d();
        Assert.That(layer.Forward(Make([1, 2, 1, 2], 1, 2, 3, 4)).ToArray(), Is.EqualTo(new float[] { 3, 7 }));
        Assert.That(layer.OutputShape([5, 2, 7, 7]), Is.EqualTo(Shape.Create([5, 2])));
        Assert.That(() => layer.Forward(Make([1, 2], 1, 2)), Throws.InstanceOf<ShapeException>().With.Message.Contains("(N, C, H, W)"));
    }
}

/// <summary>The gradients of the same layers, in double precision.</summary>
internal sealed class LatentLayerGradientTests
{
    [Test]
    public void Gradients_by_z_features_and_parameters_are_those_of_differences()
    {
        Shape[] shapes = [[3, 3], [3, 2, 1, 2], [2, 2], [2, 2]];
        SplitLatent? split = null;
        LatentBatchNorm? norm = null;
        using var sum = new GlobalSumPool2d();
        GradientAssert.Run(
            inputs =>
            {
                if (split == null || norm == null)
                {
                    using var random = new RandomSource(inputs[0].Device, 1);
                    var chunks = new LatentChunks(2);
                    (split, norm) = (new SplitLatent(3, 1, chunks, null, random), new LatentBatchNorm(2, chunks, 0, random));
                }

                norm.Parameters()[0].StandIn = inputs[2];
                norm.Parameters()[1].StandIn = inputs[3];
                Tensor first = split.Forward(inputs[0]), y = norm.Forward(inputs[1]);
                return (sum.Forward(y.Square()) * first) + sum.Forward(y);
            },
            shapes, low: -1, high: 1);
    }
}
