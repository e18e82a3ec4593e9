using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The networks of R3GAN (Huang, Gokaslan, Kuleshov, Tompkin 2024, "The GAN is dead; long live the GAN!"), narrow enough for a CPU. No
/// normalisation: residual blocks of a 1×1 convolution that doubles the channels, a grouped 3×3 one and a 1×1 one back, leaky ReLU 0.2
/// between them, with an identity shortcut and fix-up initialisation (Zhang et al. 2019): the last convolution of a block begins at 0, the
/// others are scaled by B^(−1/4) for B blocks. Stages of one resolution are joined by bilinear upsampling, or by average pooling, and a 1×1
/// convolution. The generator begins with a learned basis of feature maps that z scales, the discriminator ends with a depthwise
/// convolution of the whole map and a linear layer:
/// <code>
///   28   64 → 64×7×7 → 32×14×14 → 16×28×28 → 28×28                       28×28 → 16×28×28 → 32×14×14 → 64×7×7 → 64 → 1
///   32   64 → 128×4×4 → 64×8×8 → 32×16×16 → 16×32×32 → 32×32             32×32 → 16×32×32 → … → 128×4×4 → 128 → 1
///   64   64 → 256×4×4 → 128×8×8 → … → 16×64×64 → 64×64                   64×64 → 16×64×64 → … → 256×4×4 → 256 → 1
/// </code>
/// The authors' generator has no tanh at its end; here it bounds the pixels. Meant for <c>--loss relativistic-paired --penalty
/// r1:1,r2:1</c> and a moving average of the generator. Adam 2e-4 with β₁ = 0, β₂ = 0.99.
/// </summary>
public sealed record R3ganModel() : GanModel(LatentSize: 64, ImageFormat.Mnist)
{
    private const int Narrowest = 16, Expansion = 2, GroupWidth = 16;
    private const float Slope = 0.2f;

    private static readonly int[] Sizes = [28, 32, 64];
    private static readonly double Gain = Math.Sqrt(2 / (1 + (Slope * Slope)));

    public override string Name => "r3gan";

    public override string Description =>
        "residual blocks without normalisation, 28×28, 32×32 or 64×64, gray or colour (R3GAN's networks, narrow)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour(Sizes);

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 10, Batch: 64, LearningRate: 2e-4f, Beta1: 0, Beta2: 0.99f);

    /// <summary>The initial zeros of a block would have no direction to normalise.</summary>
    public override IReadOnlyList<Normalization> DiscriminatorNorms => [Normalization.Model, Normalization.None];

    /// <summary>Resolutions; as many blocks in each network.</summary>
    private int Stages => SampleShape[1] switch { 28 => 3, 32 => 4, _ => 5 };

    /// <summary>Height and width of the smallest feature maps.</summary>
    private int Core => SampleShape[1] >> (Stages - 1);

    public override Sequential Generator(RandomSource random)
    {
        int widest = Width(Stages - 1);
        List<Module> layers = [new LearnedBasis(LatentSize, [widest, Core, Core], random), Block(widest, random)];
        for (int stage = Stages - 2; stage >= 0; stage--)
            layers.AddRange(
                [Mix(Width(stage + 1), Width(stage), random), new Upsample(2, UpsampleMode.Bilinear), Block(Width(stage), random)]);
        return new Sequential([.. layers, Mix(Narrowest, SampleShape[0], random), new Tanh()]) { Name = "generator" };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        int widest = Width(Stages - 1);
        List<Module> layers = [Mix(DiscriminatorInput[0], Narrowest, random), Block(Narrowest, random)];
        for (int stage = 1; stage < Stages; stage++)
            layers.AddRange([new AvgPool2d(2), Mix(Width(stage - 1), Width(stage), random), Block(Width(stage), random)]);
        Initializer one = Initializers.FanInNormal(1);
        layers.AddRange(
        [
            new Conv2d(widest, widest, Core, random, groups: widest, bias: false, weights: one),
            new Flatten(),
            new Dense(widest, 1, random, bias: false, weights: one),
        ]);
        return new Sequential([.. layers]) { Name = "discriminator" };
    }

    /// <summary>Channels at a resolution, counted from the full one.</summary>
    private static int Width(int stage) => Narrowest << stage;

    private static Conv2d Mix(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, 1, random, bias: false, weights: Initializers.FanInNormal(1));

    private Residual Block(int width, RandomSource random)
    {
        int inner = width * Expansion;
        Initializer scaled = Initializers.FanInNormal(Gain * Math.Pow(Stages, -0.25)), zeros = Initializers.Zeros;
        return new Residual(
            new Sequential(
                new Conv2d(width, inner, 1, random, weights: scaled, biases: zeros),
                new LeakyRelu(Slope),
                new Conv2d(inner, inner, 3, random, padding: 1, groups: inner / GroupWidth, weights: scaled, biases: zeros),
                new LeakyRelu(Slope),
                new Conv2d(inner, width, 1, random, bias: false, weights: zeros)));
    }
}
