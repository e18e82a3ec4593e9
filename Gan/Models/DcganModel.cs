using GanFromScratch.Engine;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// DCGAN (Radford, Metz, Chintala 2015) at the size of MNIST's digits. Generator 100 → 256×7×7 → 128×14×14 → 1×28×28 by transposed
/// convolutions, batch normalisation and ReLU, tanh at the end; discriminator 1 → 64×14×14 → 128×7×7 → 1 by convolutions with stride 2,
/// batch normalisation but in the first, leaky ReLU 0.2. Weights begin at N(0, 0.02), those of batch normalisation at N(1, 0.02); there
/// is no bias where batch normalisation would take it away again. Adam 2e-4 with β₁ = 0.5.
/// </summary>
public sealed class DcganModel : GanModel
{
    private const float Slope = 0.2f;
    private static readonly Initializer Small = Initializers.Normal(0, 0.02f), NearOne = Initializers.Normal(1, 0.02f);

    public override string Name => "dcgan";

    public override string Description => "convolutions 4×4 with batch normalisation, 28×28, on cpu only (DCGAN)";

    public override int LatentSize => 100;

    public override Shape SampleShape => [1, 28, 28];

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 10, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f);

    public override Sequential Generator(RandomSource random) => new(
        new Reshape([100, 1, 1]),
        new ConvTranspose2d(100, 256, 7, random, bias: false, weights: Small),
        Norm(256, random),
        new Relu(),
        new ConvTranspose2d(256, 128, 4, random, stride: 2, padding: 1, bias: false, weights: Small),
        Norm(128, random),
        new Relu(),
        new ConvTranspose2d(128, 1, 4, random, stride: 2, padding: 1, weights: Small, biases: Initializers.Zeros),
        new Tanh())
    {
        Name = "generator",
    };

    public override Sequential Discriminator(RandomSource random) => new(
        new Conv2d(1, 64, 4, random, stride: 2, padding: 1, weights: Small, biases: Initializers.Zeros),
        new LeakyRelu(Slope),
        new Conv2d(64, 128, 4, random, stride: 2, padding: 1, bias: false, weights: Small),
        Norm(128, random),
        new LeakyRelu(Slope),
        new Flatten(),
        new Dense(6272, 1, random, weights: Small, biases: Initializers.Zeros),
        new Sigmoid())
    {
        Name = "discriminator",
    };

    private static BatchNorm2d Norm(int channels, RandomSource random) => new(channels, random, weights: NearOne);
}
