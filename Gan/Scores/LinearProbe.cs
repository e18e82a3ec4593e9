using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// How much of an item's class can be read from its features by a linear map (Alain, Bengio 2016): a dense layer with softmax is trained on
/// features that stay as they are, and its accuracy is measured on held-out ones.
/// </summary>
internal sealed class LinearProbe : LossTraining
{
    private const int Batch = 500, Steps = 1000;
    private const float Rate = 1e-2f;

    private readonly Dense layer;
    private readonly LabelledFeatures from;
    private readonly Tensor x, labels;
    private readonly float[] staging, classes = new float[Batch];

    private LinearProbe(Dense layer, LabelledFeatures from, Device device, ulong seed)
        : base(layer, device, from.Count, Batch, Steps, Rate, seed)
    {
        (this.layer, this.from) = (layer, from);
        x = Tensor.Persistent(device, [Batch, from.Width]);
        labels = Tensor.Persistent(device, [Batch]);
        staging = new float[x.Length];
    }

    /// <summary>The share of held-out items whose class the probe reads.</summary>
    /// <param name="training">At least 500.</param>
    /// <param name="test">Of the same width.</param>
    /// <param name="seed">Determines initial weights and order.</param>
    public static double Accuracy(LabelledFeatures training, LabelledFeatures test, Device device, ulong seed)
    {
        using var random = new RandomSource(device, seed);
        using var layer = new Dense(training.Width, training.Labels.Max() + 1, random);
        using var probe = new LinearProbe(layer, training, device, seed);
        probe.Advance(Steps);
        using var scope = new TensorScope();
        float[] scores = layer.Forward(Tensor.From(device, [test.Count, test.Width], test.Values)).ToArray();
        int width = scores.Length / test.Count;
        int right = Enumerable.Range(0, test.Count).Count(
            i => Enumerable.Range(0, width).MaxBy(c => scores[(i * width) + c]) == test.Labels[i]);
        return (double)right / test.Count;
    }

    protected override void Load(ReadOnlySpan<int> indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            from.Values.AsSpan(indices[i] * from.Width, from.Width).CopyTo(staging.AsSpan(i * from.Width));
            classes[i] = from.Labels[indices[i]];
        }

        x.CopyFrom(staging);
        labels.CopyFrom(classes);
    }

    protected override Tensor Loss() => layer.Forward(x).CrossEntropy(labels);

    protected override void Release()
    {
        x.Dispose();
        labels.Dispose();
    }
}

/// <summary>Numbers that describe items, with the items' classes.</summary>
/// <param name="Width">Numbers of each item.</param>
/// <param name="Values">Those of one item after the other.</param>
/// <param name="Labels">From 0.</param>
internal sealed record LabelledFeatures(int Width, float[] Values, int[] Labels)
{
    public int Count => Labels.Length;
}
