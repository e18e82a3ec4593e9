using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Scores.Classifier;

/// <summary>
/// The classifier for scores: a convolutional network of 70,000 weights for the ten classes of a MNIST-like data set.
/// <code>
///   1×28×28 → 16×28×28 → 16×14×14 → 32×14×14 → 32×14×14 → 32×7×7 → 64×7×7 → 64×3×3 → 64 features → 10 logits
/// </code>
/// Convolutions are 3×3, each with batch normalisation and ReLU; 2×2 max pooling halves the images. Pooling before the dense layer keeps
/// the file small. The 64 activations before the last layer are the features for distances: they keep what separates the digits and are
/// insensitive to single pixels of a stroke.
/// </summary>
public sealed class ImageClassifier : IDisposable
{
    public const int Classes = 10, Features = 64;

    /// <summary>Batch size for classification, which limits the device memory for many images.</summary>
    private const int Chunk = 250;

    private const int Narrow = 16, Middle = 32, Wide = 64, Core = 3;
    private const float Dropped = 0.3f;

    private readonly RandomSource random;

    /// <param name="device">The device for training and inference.</param>
    /// <param name="seed">Determines the initial weights and the dropout masks.</param>
    public ImageClassifier(Device device, ulong seed)
    {
        random = new RandomSource(device, seed);
        Body = new Sequential([
            .. Block(1, Narrow), new MaxPool2d(2),
            .. Block(Narrow, Middle), .. Block(Middle, Middle), new MaxPool2d(2),
            .. Block(Middle, Wide), new MaxPool2d(2),
            new Flatten(), new Dense(Wide * Core * Core, Features, random), new Relu(),
        ]);
        Network = new Sequential(Body, new Dropout(random, Dropped), new Dense(Features, Classes, random)) { Name = "classifier" };
    }

    /// <summary>The image format it accepts.</summary>
    public static ImageFormat Format => ImageFormat.Mnist;

    public Device Device => random.Device;

    /// <summary>The whole network: images (N, 1, 28, 28) in [0, 1] → logits (N, 10).</summary>
    public Sequential Network { get; }

    /// <summary>The part before the last layer: images → features (N, 64).</summary>
    private Sequential Body { get; }

    /// <summary>Classifies images, in evaluation mode.</summary>
    /// <param name="pixels">N × 28 × 28 bytes, ink 255.</param>
    public Judgement Judge(ReadOnlySpan<byte> pixels)
    {
        int size = Format.Size, count = pixels.Length / size;
        var features = new float[count * Features];
        var probabilities = new float[count * Classes];
        using var noGrad = new NoGradScope();
        Network.Eval();
        for (int done = 0; done < count; done += Chunk)
        {
            using var scope = new TensorScope();
            int n = Math.Min(Chunk, count - done);
            float[] inputs = new float[n * size];
            Scale(pixels.Slice(done * size, n * size), inputs);
            Tensor inner = Body.Forward(Tensor.From(Device, [n, 1, Format.Height, Format.Width], inputs));
            Tensor outer = Network[2].Forward(inner).Softmax();
            inner.CopyTo(features.AsSpan(done * Features, n * Features));
            outer.CopyTo(probabilities.AsSpan(done * Classes, n * Classes));
        }

        return new Judgement(count, features, probabilities);
    }

    /// <summary>The features of images, (N, 64), in evaluation mode.</summary>
    /// <param name="images">(N, 1, 28, 28) in [0, 1], ink 1.</param>
    public Tensor FeaturesOf(Tensor images)
    {
        Network.Eval();
        return Body.Forward(images);
    }

    /// <summary>Scales bytes to the network's inputs in [0, 1].</summary>
    internal static void Scale(ReadOnlySpan<byte> pixels, Span<float> target)
    {
        for (int i = 0; i < pixels.Length; i++)
            target[i] = pixels[i] / 255f;
    }

    public void Dispose()
    {
        Network.Dispose();
        random.Dispose();
    }

    private Module[] Block(int inputs, int outputs) =>
        [new Conv2d(inputs, outputs, 3, random, padding: 1, bias: false), new BatchNorm2d(outputs, random), new Relu()];
}
