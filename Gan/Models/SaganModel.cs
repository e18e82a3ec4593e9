using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// SAGAN (Zhang, Goodfellow, Metaxas, Odena 2019), narrow enough for a CPU: convolutions with self-attention at the middle resolution of
/// both players, 14×14 or 16×16, and spectral normalisation of every convolution and dense layer of both. The generator has batch
/// normalisation, the discriminator leaky ReLU 0.1 and, besides convolutions 4×4 of stride 2, one of 3×3:
/// <code>
///   28   128 → 96×7×7 → 48×14×14 (attention) → 24×28×28 → 28×28         28×28 → 24×14×14 (attention) → 48×7×7 → 96×7×7 → 1
///   32   128 → 96×8×8 → 48×16×16 (attention) → 24×32×32 → 32×32         32×32 → 24×16×16 (attention) → 48×8×8 → 96×8×8 → 1
/// </code>
/// The networks <c>plain</c> are the same without attention. Weights begin Glorot uniform, biases at 0. Meant for the hinge loss and two
/// time scales, <c>--recipe sagan</c>.
/// </summary>
public sealed record SaganModel() : GanModel(LatentSize: 128, ImageFormat.Mnist)
{
    internal const string Plain = "plain";

    private const int Kernel = 4, Stride = 2, Cut = 1;
    private const float Slope = 0.1f;

    private static readonly int[] Sizes = [28, 32], OfGenerator = [96, 48, 24], OfDiscriminator = [24, 48, 96];

    public override string Name => "sagan";

    public override string Description =>
        "convolutions with self-attention and spectral normalisation in both players; 28×28 or 32×32, gray or colour (SAGAN, narrow)";

    public override IReadOnlyList<string> NetworkChoices => [Published, Plain];

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour(Sizes);

    public override IReadOnlyList<Condition> Conditions => Condition.Catalog.All;

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 5, Batch: 64, LearningRate: 2e-4f, Beta1: 0, Beta2: 0.9f);

    public override string Recipe => Recipes.Sagan.Default;

    public override Normalization PublishedNorm => Normalization.Spectral;

    /// <summary>Height and width of the smallest feature maps.</summary>
    private int Core => SampleShape[1] / 4;

    public override Sequential Generator(RandomSource random)
    {
        (int widest, int middle, int narrowest) = (OfGenerator[0], OfGenerator[1], OfGenerator[2]);
        return new Sequential(
        [
            .. Condition.JoinLatent(random),
            Spectral(
                new Dense(
                    Condition.JoinedLatent(LatentSize), widest * Core * Core, random, weights: Initializers.GlorotUniform,
                    biases: Initializers.Zeros),
                random),
            new Reshape([widest, Core, Core]),
            Condition.BatchNorm2d(widest, random),
            new Relu(),
            Spectral(Double(widest, middle, random), random),
            Condition.BatchNorm2d(middle, random),
            new Relu(),
            .. Attention(middle, random).Select(layer => Spectral(layer, random)),
            Spectral(Double(middle, narrowest, random), random),
            Condition.BatchNorm2d(narrowest, random),
            new Relu(),
            Spectral(Keep(narrowest, SampleShape[0], random), random),
            new Tanh(),
        ])
        {
            Name = "generator",
        };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        (int narrowest, int middle, int widest) = (OfDiscriminator[0], OfDiscriminator[1], OfDiscriminator[2]);
        var score = new Dense(
            widest * Core * Core, 1, random, weights: Initializers.GlorotUniform, biases: Initializers.Zeros);
        return new Sequential(
        [
            .. Condition.JoinInput(DiscriminatorInput, random),
            Halve(Condition.JoinedInput(DiscriminatorInput)[0], narrowest, random),
            new LeakyRelu(Slope),
            .. Attention(narrowest, random),
            Halve(narrowest, middle, random),
            new LeakyRelu(Slope),
            Keep(middle, widest, random),
            new LeakyRelu(Slope),
            new Flatten(),
            Condition.Head(score, random),
        ])
        {
            Name = "discriminator",
        };
    }

    private IEnumerable<SelfAttention2d> Attention(int channels, RandomSource random) =>
        Networks == Plain ? [] : [new SelfAttention2d(channels, random, Initializers.GlorotUniform)];

    /// <summary>Layer by layer: the tables of class-conditional batch normalisation stay as they are.</summary>
    private static T Spectral<T>(T layer, RandomSource random)
        where T : Module => SpectralNorm.On(layer, random);

    private static ConvTranspose2d Double(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, Kernel, random, Stride, Cut, weights: Initializers.GlorotUniform, biases: Initializers.Zeros);

    private static Conv2d Halve(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, Kernel, random, Stride, Cut, weights: Initializers.GlorotUniform, biases: Initializers.Zeros);

    private static Conv2d Keep(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, 3, random, padding: 1, weights: Initializers.GlorotUniform, biases: Initializers.Zeros);
}
