using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Gan.Scores.Classifier;

/// <summary>
/// Trains an <see cref="ImageClassifier"/>: cross-entropy, Adam, cosine-annealed learning rate, data augmentation by shifts of up to two
/// pixels. The step is recorded once and replayed.
/// </summary>
public sealed class ClassifierTraining : IDisposable
{
    private const int Batch = 100, MostWarmup = 200, WarmupShare = 24, Farthest = 2;
    private const float Rate = 3e-3f;

    /// <summary>Separates this random stream from all others of the same seed: "MOVE" in the stream's upper half.</summary>
    private const ulong Moves = 0x4D4F5645UL << 32;

    private readonly ImageClassifier classifier;
    private readonly ImageSet images;
    private readonly int epochs;
    private readonly Adam optimizer;
    private readonly BatchOrder order;
    private readonly ulong seed;
    private readonly Tensor pixels, labels, sum;
    private readonly float[] staging, classes;
    private readonly StepGraph graph;
    private long step;

    /// <param name="classifier">Trained in place.</param>
    /// <param name="images">With labels 0 … 9.</param>
    /// <param name="epochs">Passes over the images, during which the learning rate falls to 0.</param>
    /// <param name="seed">Determines the order and the shifts.</param>
    public ClassifierTraining(ImageClassifier classifier, ImageSet images, int epochs, ulong seed)
    {
        this.classifier = classifier;
        this.images = images;
        this.epochs = epochs;
        Device device = classifier.Device;
        optimizer = new Adam(classifier.Network.NamedParameters(), Rate);
        order = new BatchOrder(images.Count, Batch, seed);
        this.seed = seed;
        pixels = Tensor.Persistent(device, [Batch, 1, images.Height, images.Width]);
        labels = Tensor.Persistent(device, [Batch]);
        sum = Tensor.Persistent(device, []);
        staging = new float[pixels.Length];
        classes = new float[Batch];
        classifier.Network.Train();
        graph = StepGraph.Capture(device, Play);
    }

    /// <summary>One pass over the images.</summary>
    /// <param name="epoch">From 0.</param>
    /// <returns>The mean loss.</returns>
    public float Epoch(int epoch)
    {
        int steps = order.BatchesPerEpoch;
        sum.CopyFrom([0]);
        classifier.Network.Train();
        for (int i = 0; i < steps; i++, step++)
        {
            // A short warm-up: Adam's first steps, with moments estimated from few gradients, are erratic.
            float rise = Math.Min(1, (step + 1f) / Math.Min(MostWarmup, 1 + (epochs * steps / WarmupShare)));
            optimizer.LearningRate = rise * new CosineDecay(Rate, epochs * steps).At((int)step);
            Read(order.Batch((uint)epoch, i));
            pixels.CopyFrom(staging);
            labels.CopyFrom(classes);
            graph.Replay();
        }

        return sum.Item() / steps;
    }

    public void Dispose()
    {
        graph.Dispose();
        optimizer.Dispose();
        pixels.Dispose();
        labels.Dispose();
        sum.Dispose();
    }

    private void Play()
    {
        using var scope = new TensorScope();
        Tensor loss = Losses.CrossEntropy(classifier.Network.Forward(pixels), labels);
        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
        sum.AddInPlace(loss.Detach());
    }

    /// <summary>A batch, each image shifted by its own few pixels; uncovered pixels are background.</summary>
    private void Read(ReadOnlySpan<int> indices)
    {
        (_, int height, int width) = images.Format;
        Array.Clear(staging);
        var random = new PhiloxWords(seed, Moves | (uint)step);
        for (int k = 0; k < indices.Length; k++)
        {
            classes[k] = images.Labels![indices[k]];
            ReadOnlySpan<byte> image = images.Image(indices[k]);
            Span<float> target = staging.AsSpan(k * image.Length, image.Length);
            int down = Move(ref random), right = Move(ref random);
            for (int y = Math.Max(down, 0); y < Math.Min(height + down, height); y++)
            {
                ReadOnlySpan<byte> from = image.Slice(((y - down) * width) + Math.Max(-right, 0), width - Math.Abs(right));
                ImageClassifier.Scale(from, target.Slice((y * width) + Math.Max(right, 0), from.Length));
            }
        }
    }

    private static int Move(ref PhiloxWords random) => (int)random.Below((2 * Farthest) + 1) - Farthest;
}
