using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Scores.Classifier;

/// <summary>
/// Trains an <see cref="ImageClassifier"/>: cross-entropy, data augmentation by shifts of a few pixels.
/// </summary>
public sealed class ClassifierTraining : LossTraining
{
    /// <summary>How far images are shifted unless said otherwise, in pixels.</summary>
    internal const int UsualShift = 2;

    private const int Batch = 100;
    private const float Rate = 3e-3f;

    /// <summary>Separates this random stream from all others of the same seed: "MOVE" in the stream's upper half.</summary>
    private const ulong Moves = 0x4D4F5645UL << 32;

    private readonly ImageClassifier classifier;
    private readonly ImageSet images;
    private readonly ulong seed;
    private readonly int farthest;
    private readonly Tensor pixels, labels;
    private readonly float[] staging, classes;

    /// <param name="classifier">Trained in place.</param>
    /// <param name="images">With labels 0 … 9.</param>
    /// <param name="steps">In all, during which the learning rate falls to 0.</param>
    /// <param name="seed">Determines the order and the shifts.</param>
    /// <param name="farthest">The largest shift, in pixels; 0 for none.</param>
    public ClassifierTraining(ImageClassifier classifier, ImageSet images, int steps, ulong seed, int farthest = UsualShift)
        : base(classifier.Network, classifier.Device, images.Count, Batch, steps, Rate, seed)
    {
        this.classifier = classifier;
        this.images = images;
        this.seed = seed;
        this.farthest = farthest;
        pixels = Tensor.Persistent(classifier.Device, [Batch, 1, images.Height, images.Width]);
        labels = Tensor.Persistent(classifier.Device, [Batch]);
        staging = new float[pixels.Length];
        classes = new float[Batch];
    }

    /// <summary>Steps of so many passes over the images.</summary>
    public static int StepsOf(int epochs, ImageSet images) => epochs * (images.Count / Batch);

    /// <summary>One pass over the images.</summary>
    /// <returns>The mean loss.</returns>
    public float Epoch() => Advance(StepsPerEpoch);

    protected override void Load(ReadOnlySpan<int> indices)
    {
        Read(indices);
        pixels.CopyFrom(staging);
        labels.CopyFrom(classes);
    }

    protected override Tensor Loss() => Losses.CrossEntropy(classifier.Network.Forward(pixels), labels);

    protected override void Release()
    {
        pixels.Dispose();
        labels.Dispose();
    }

    /// <summary>A batch, each image shifted by its own few pixels; uncovered pixels are background.</summary>
    private void Read(ReadOnlySpan<int> indices)
    {
        (_, int height, int width) = images.Format;
        Array.Clear(staging);
        var random = new PhiloxWords(seed, Moves | (uint)Done);
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

    private int Move(ref PhiloxWords random) => (int)random.Below((2 * (uint)farthest) + 1) - farthest;
}
