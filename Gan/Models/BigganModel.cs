using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// BigGAN (Brock, Donahue, Simonyan 2019), narrow enough for a CPU. z has three parts: one begins the feature maps, and each residual block
/// of the generator reads one more, joined with a class embedding that all blocks share, by the scale and shift of its batch
/// normalisations (<see cref="LatentBatchNorm"/>). The discriminator has residual blocks without normalisation, sums its features over all
/// places, and takes the label by projection. Self-attention at 14×14 or 16×16 in both, orthogonal initial weights and spectral
/// normalisation of every weight but the class embedding, which begins at N(0, 1): as large as z from the first step on, where the authors'
/// orthogonal rows have to grow first.
/// <code>
///   28   20 → 64×7×7 → 32×14×14 (attention) → 16×28×28 → 28×28         28×28 → 16×14×14 (attention) → 32×7×7 → 64×7×7 → 64 → 1
///   32   20 → 64×8×8 → 32×16×16 (attention) → 16×32×32 → 32×32         32×32 → 16×16×16 (attention) → 32×8×8 → 64×8×8 → 64 → 1
/// </code>
/// Without <c>--condition</c> the blocks read their part of z alone. Meant for <c>--recipe biggan</c>.
/// </summary>
public sealed record BigganModel() : GanModel(LatentSize: 60, ImageFormat.Mnist)
{
    private const int Blocks = 2, EmbeddingSize = 32;

    private static readonly int[] Sizes = [28, 32], OfGenerator = [64, 32, 16], OfDiscriminator = [16, 32, 64];

    public override string Name => "biggan";

    public override string Description =>
        "residual blocks that read z and the class by their batch norm, self-attention; 28×28 or 32×32, gray or colour (BigGAN, narrow)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour(Sizes);

    /// <summary>The label's places are those of the paper; without labels the networks are the same with z alone.</summary>
    public override IReadOnlyList<Condition> Conditions => [new NoCondition(), new Projection()];

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 5, Batch: 64, LearningRate: 2e-4f, Beta1: 0);

    public override string Recipe => Recipes.Biggan.Default;

    public override Normalization PublishedNorm => Normalization.Spectral;

    /// <summary>Height and width of the smallest feature maps.</summary>
    private int Core => SampleShape[1] / 4;

    public override Sequential Generator(RandomSource random)
    {
        if (LatentSize <= Blocks)
            throw new InputException(
                $"--latent-size: expected at least {Blocks + 1} for model {Name}, which splits z among its blocks, got {LatentSize}.");
        int size = LatentSize / (Blocks + 1), first = LatentSize - (Blocks * size);
        var chunks = new LatentChunks(size, Condition.TakesLabels ? EmbeddingSize : 0);
        return new Sequential(
            new SplitLatent(LatentSize, Blocks, chunks, Condition.TakesLabels ? Condition.Labels : null, random),
            Spectral(Linear(first, OfGenerator[0] * Core * Core, random), random),
            new Reshape([OfGenerator[0], Core, Core]),
            Up(OfGenerator[0], OfGenerator[1], chunks, 0, random),
            Spectral(new SelfAttention2d(OfGenerator[1], random, Initializers.Orthogonal), random),
            Up(OfGenerator[1], OfGenerator[2], chunks, 1, random),
            new BatchNorm2d(OfGenerator[2], random),
            new Relu(),
            Spectral(Convolution(OfGenerator[2], SampleShape[0], random), random),
            new Tanh())
        {
            Name = "generator",
        };
    }

    public override Sequential Discriminator(RandomSource random) => new(
        First(DiscriminatorInput[0], OfDiscriminator[0], random),
        new SelfAttention2d(OfDiscriminator[0], random, Initializers.Orthogonal),
        Block(OfDiscriminator[0], OfDiscriminator[1], random, halves: true),
        Block(OfDiscriminator[1], OfDiscriminator[2], random, halves: false),
        new Relu(),
        new GlobalSumPool2d(),
        Condition.Head(Linear(OfDiscriminator[2], 1, random), random))
    {
        Name = "discriminator",
    };

    /// <summary>
    /// A block of the generator, which doubles the resolution. The 1×1 convolution of the shortcut comes before the upsampling: the result
    /// is the same, for a quarter of the products.
    /// </summary>
    private static Residual Up(int inputs, int outputs, LatentChunks chunks, int index, RandomSource random) => new(
        new Sequential(
            Spectral(new LatentBatchNorm(inputs, chunks, index, random, Initializers.Orthogonal), random),
            new Relu(),
            new Upsample(2),
            Spectral(Convolution(inputs, outputs, random), random),
            Spectral(new LatentBatchNorm(outputs, chunks, index, random, Initializers.Orthogonal), random),
            new Relu(),
            Spectral(Convolution(outputs, outputs, random), random)),
        new Sequential(Spectral(Convolution(inputs, outputs, random, kernel: 1), random), new Upsample(2)));

    /// <summary>The discriminator's first block, which sees the image without an activation before it and halves it.</summary>
    private static Residual First(int inputs, int outputs, RandomSource random) => new(
        new Sequential(
            Convolution(inputs, outputs, random), new Relu(), Convolution(outputs, outputs, random), new AvgPool2d(2)),
        new Sequential(new AvgPool2d(2), Convolution(inputs, outputs, random, kernel: 1)));

    /// <param name="halves">Whether it halves the resolution.</param>
    private static Residual Block(int inputs, int outputs, RandomSource random, bool halves)
    {
        return new Residual(
            new Sequential(
            [
                new Relu(), Convolution(inputs, outputs, random), new Relu(), Convolution(outputs, outputs, random), .. Pool(),
            ]),
            new Sequential([Convolution(inputs, outputs, random, kernel: 1), .. Pool()]));

        Module[] Pool() => halves ? [new AvgPool2d(2)] : [];
    }

    private static T Spectral<T>(T layer, RandomSource random)
        where T : Module => SpectralNorm.On(layer, random);

    private static Dense Linear(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, random, weights: Initializers.Orthogonal, biases: Initializers.Zeros);

    private static Conv2d Convolution(int inputs, int outputs, RandomSource random, int kernel = 3) =>
        new(inputs, outputs, kernel, random, padding: kernel / 2, weights: Initializers.Orthogonal, biases: Initializers.Zeros);
}
