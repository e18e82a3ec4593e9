using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// DCGAN (Radford, Metz, Chintala 2015), at 64×64 in colour weight for weight that of PyTorch's tutorial. The discriminator halves the
/// image and doubles the channels at every convolution, down to 4×4 pixels, or 7×7 for 28; the generator reverses this with transposed
/// convolutions:
/// <code>
///   28   100 → 256×7×7 → 128×14×14 → 28×28                            28×28 → 64×14×14 → 128×7×7 → 1
///   32   100 → 256×4×4 → 128×8×8 → 64×16×16 → 32×32                   32×32 → 64×16×16 → 128×8×8 → 256×4×4 → 1
///   64   100 → 512×4×4 → 256×8×8 → 128×16×16 → 64×32×32 → 64×64       64×64 → 64×32×32 → 128×16×16 → 256×8×8 → 512×4×4 → 1
/// </code>
/// Kernels are 4×4 with stride 2. Batch normalisation everywhere except on images; ReLU and tanh in the generator, leaky ReLU 0.2 in the
/// discriminator, whose output is a raw score: the tutorial's sigmoid is part of the loss. Nothing but batch normalisation has biases, as
/// in that tutorial; where the discriminator's is left out (<c>--norm-d</c>), its convolutions have them in its place, beginning at 0.
/// Weights begin at N(0, 0.02), those of batch normalisation at N(1, 0.02). Adam 2e-4 with β₁ = 0.5.
/// </summary>
public sealed record DcganModel() : GanModel(LatentSize: 100, ImageFormat.Mnist)
{
    private const int Kernel = 4, Stride = 2, Cut = 1;
    private const float Slope = 0.2f;
    private static readonly Initializer Small = Initializers.Normal(0, 0.02f), NearOne = Initializers.Normal(1, 0.02f);

    private static readonly Dictionary<int, (int[] Generator, int[] Discriminator)> Widths = new()
    {
        [28] = ([256, 128], [64, 128]),
        [32] = ([256, 128, 64], [64, 128, 256]),
        [64] = ([512, 256, 128, 64], [64, 128, 256, 512]),
    };

    public override string Name => "dcgan";

    public override string Description =>
        "strided convolutions 4×4 with batch normalisation; 28×28, 32×32 or 64×64, gray or colour (DCGAN)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour(Widths.Keys);

    public override IReadOnlyList<Condition> Conditions => Condition.Catalog.All;

    public override bool HasWidths => true;

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 10, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f);

    public override IReadOnlyList<Normalization> DiscriminatorNorms => Enum.GetValues<Normalization>();

    /// <summary>Height and width of the smallest feature maps: the generator's first and the discriminator's last.</summary>
    private int Core => SampleShape[1] >> Widths[SampleShape[1]].Discriminator.Length;

    public override Sequential Generator(RandomSource random)
    {
        int[] generator = [.. Widths[SampleShape[1]].Generator.Select(Wide)];
        int inputs = Condition.JoinedLatent(LatentSize);
        List<Module> layers =
        [
            .. Condition.JoinLatent(random),
            new Reshape([inputs, 1, 1]),
            new ConvTranspose2d(inputs, generator[0], Core, random, bias: false, weights: Small),
        ];
        for (int i = 0; i < generator.Length; i++)
        {
            int next = i + 1 < generator.Length ? generator[i + 1] : SampleShape[0];
            layers.AddRange([Condition.BatchNorm2d(generator[i], random, NearOne), new Relu(), Double(generator[i], next, random)]);
        }

        return new Sequential([.. layers, new Tanh()]) { Name = "generator" };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        int[] discriminator = Widths[SampleShape[1]].Discriminator;
        Normalization norm = DiscriminatorNorm == Normalization.Model ? Normalization.Batch : DiscriminatorNorm;
        List<Module> layers =
        [
            .. Condition.JoinInput(DiscriminatorInput, random),
            Halve(Condition.JoinedInput(DiscriminatorInput)[0], discriminator[0], random),
            new LeakyRelu(Slope),
        ];
        for (int i = 1; i < discriminator.Length; i++)
        {
            int size = SampleShape[1] >> (i + 1);
            layers.Add(Halve(discriminator[i - 1], discriminator[i], random, bias: !norm.IsOfFeatures()));
            if (norm.Layer([discriminator[i], size, size], random, NearOne) is Module layer)
                layers.Add(layer);
            layers.Add(new LeakyRelu(Slope));
        }

        // The tutorial's convolution with a kernel as large as its input is equivalent to one matrix product.
        var score = new Dense(discriminator[^1] * Core * Core, 1, random, bias: false, weights: Small);
        layers.AddRange([new Flatten(), Condition.Head(score, random)]);
        return new Sequential([.. layers]) { Name = "discriminator" };
    }

    private static ConvTranspose2d Double(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, Kernel, random, Stride, Cut, bias: false, weights: Small);

    private static Conv2d Halve(int inputs, int outputs, RandomSource random, bool bias = false) =>
        new(inputs, outputs, Kernel, random, Stride, Cut, bias: bias, weights: Small, biases: Initializers.Zeros);

    private static BatchNorm2d Norm(int channels, RandomSource random) => new(channels, random, weights: NearOne);
}
