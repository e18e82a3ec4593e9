using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// CycleGAN (Zhu, Park, Isola, Efros 2017), narrower and with fewer residual blocks than the paper's. Both generators, for images of 4k×4k
/// pixels, with reflection padding, instance normalisation and ReLU:
/// <code>
///   C×4k×4k → 16×4k×4k (7×7) → 32×2k×2k → 64×k×k (3×3, stride 2) → 3 residual blocks of two 3×3 → 32×2k×2k → 16×4k×4k → C×4k×4k (7×7)
/// </code>
/// Both discriminators are PatchGANs of two convolutions 4×4 with stride 2 and one with stride 1 (three and one for 64×64), with instance
/// normalisation but in the first, and leaky ReLU 0.2. Weights begin at N(0, 0.02). Least squares, Adam 2e-4 with β₁ = 0.5, λ = 10 and half
/// of that for the identity, as in the authors' code; their batch is 1 image, ours 8, which instance normalisation keeps apart.
/// </summary>
public sealed record CycleganModel() : TranslationModel(ImageFormat.Mnist)
{
    private const int Blocks = 3, PatchKernel = 4;
    private const float Slope = 0.2f;
    private static readonly int[] Widths = [16, 32, 64];
    private static readonly Initializer Small = Initializers.Normal(0, 0.02f);

    // The discriminator's channels for images of a size.
    private static readonly Dictionary<int, int[]> PatchWidths = new() { [28] = [32, 64], [32] = [32, 64], [64] = [32, 64, 128] };

    public override string Name => "cyclegan";

    public override string Description =>
        "image to image without pairs, both ways: residual networks against PatchGANs; 28×28, 32×32 or 64×64 (CycleGAN)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour(PatchWidths.Keys);

    public override string DefaultData => "mnist";

    public override string Recipe => Recipes.Lsgan.Default;

    public override bool LearnsPairs => false;

    public override TrainingDefaults Defaults => new(
        Epochs: 1, Batch: 8, LearningRate: 2e-4f, Beta1: 0.5f, AverageDiscriminatorLoss: true, Reconstruction: 10, Identity: 0.5f);

    /// <summary>(a, b): the whole generator translates both.</summary>
    public override Shape GeneratorInput => DataShape;

    public override IReadOnlyList<Normalization> DiscriminatorNorms => Enum.GetValues<Normalization>();

    public override Game Game(TrainingOptions options, RandomSource noise, RandomSource random) => new CycleGame(this, options, random);

    public override Module Sampler(Sequential generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var both = (Exchange)generator[0];
        return Backwards ? both.BToA : both.AToB;
    }

    public override Sequential Generator(RandomSource random) =>
        new(new Exchange(Translator(random), Translator(random))) { Name = "generator" };

    public override Sequential Discriminator(RandomSource random) =>
        new(new JudgeEach(Patches(random), Patches(random))) { Name = "discriminator" };

    private Sequential Translator(RandomSource random)
    {
        List<Module> layers = [.. End(SampleShape[0], Widths[0], random), .. Normalized(Widths[0])];
        for (int i = 1; i < Widths.Length; i++)
        {
            layers.Add(new Conv2d(Widths[i - 1], Widths[i], 3, random, stride: 2, padding: 1, weights: Small, biases: Initializers.Zeros));
            layers.AddRange(Normalized(Widths[i]));
        }

        for (int i = 0; i < Blocks; i++)
            layers.Add(new Residual(new Sequential([.. Inner(), new Relu(), .. Inner()])));
        for (int i = Widths.Length - 1; i > 0; i--)
        {
            layers.Add(new ConvTranspose2d(
                Widths[i], Widths[i - 1], 3, random, stride: 2, padding: 1, outputPadding: 1, weights: Small, biases: Initializers.Zeros));
            layers.AddRange(Normalized(Widths[i - 1]));
        }

        layers.AddRange([.. End(Widths[0], SampleShape[0], random), new Tanh()]);
        return new Sequential([.. layers]);

        Module[] Inner() =>
        [
            new ReflectionPad2d(1),
            new Conv2d(Widths[^1], Widths[^1], 3, random, weights: Small, biases: Initializers.Zeros),
            new InstanceNorm2d(Widths[^1], random),
        ];

        Module[] Normalized(int channels) => [new InstanceNorm2d(channels, random), new Relu()];
    }

    private static Module[] End(int inputs, int outputs, RandomSource random) =>
        [new ReflectionPad2d(3), new Conv2d(inputs, outputs, 7, random, weights: Small, biases: Initializers.Zeros)];

    private Sequential Patches(RandomSource random)
    {
        int[] widths = PatchWidths[SampleShape[1]];
        Normalization norm = DiscriminatorNorm == Normalization.Model ? Normalization.Instance : DiscriminatorNorm;
        List<Module> layers = [Down(SampleShape[0], widths[0]), new LeakyRelu(Slope)];
        for (int i = 1; i < widths.Length; i++)
        {
            int size = SampleShape[1] >> (i + 1);
            layers.Add(Down(widths[i - 1], widths[i]));
            if (norm.Layer([widths[i], size, size], random) is Module layer)
                layers.Add(layer);
            layers.Add(new LeakyRelu(Slope));
        }

        layers.AddRange(
        [
            new Conv2d(widths[^1], 1, PatchKernel, random, padding: 1, weights: Small, biases: Initializers.Zeros),
            new Flatten(),
        ]);
        return new Sequential([.. layers]);

        Conv2d Down(int inputs, int outputs) =>
            new(inputs, outputs, PatchKernel, random, stride: 2, padding: 1, weights: Small, biases: Initializers.Zeros);
    }
}
