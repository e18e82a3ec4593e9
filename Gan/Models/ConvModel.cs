using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The convolutional GAN of the R and Keras tutorials. Generator 100 → 6272 → 128×7×7 → 64×14×14 → 1×28×28, ReLU and a sigmoid;
/// discriminator 1 → 64×14×14 → 128×7×7 → 1 with ReLU and a dropout of 0.3. All kernels are 5×5 with stride 2 and Keras' "same" padding,
/// which puts one row of zeros above an image and two below; Keras' Adam. Pixels in [0, 1].
/// </summary>
public sealed record ConvModel() : GanModel(LatentSize: 100, ImageFormat.Mnist)
{
    private const int Kernel = 5, Stride = 2;
    private const float Dropped = 0.3f;

    public override string Name => "conv";

    public override string Description => "convolutions 5×5 with dropout, 28×28 (the R and Keras tutorials' convolutional GAN)";

    public override (float Low, float High) Range => (0, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 10, Batch: 64, LearningRate: 1e-3f, Beta1: 0.9f, Epsilon: 1e-7f);

    public override Sequential Generator(RandomSource random) => new(
        Dense(LatentSize, 6272, random),
        new Relu(),
        new Reshape([128, 7, 7]),
        Enlarge(128, 64, random),
        new Relu(),
        Enlarge(64, 1, random),
        new Sigmoid())
    {
        Name = "generator",
    };

    public override Sequential Discriminator(RandomSource random) => new(
        Shrink(DiscriminatorInput[0], 64, random),
        new Relu(),
        new Dropout(random, Dropped),
        Shrink(64, 128, random),
        new Relu(),
        new Dropout(random, Dropped),
        new Flatten(),
        Dense(6272, 1, random),
        new Sigmoid())
    {
        Name = "discriminator",
    };

    // Keras' initial values throughout: Glorot uniform weights, biases that begin at 0.
    private static Dense Dense(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, random, weights: Initializers.GlorotUniform, biases: Initializers.Zeros);

    private static Conv2d Shrink(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, Kernel, random, Stride, Padding.Same, weights: Initializers.GlorotUniform, biases: Initializers.Zeros);

    private static ConvTranspose2d Enlarge(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, Kernel, random, Stride, Padding.Same, weights: Initializers.GlorotUniform, biases: Initializers.Zeros);
}
