using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Progressive growing (Karras, Aila, Laine, Lehtinen 2018, "Progressive Growing of GANs for Improved Quality, Stability, and Variation"),
/// narrow enough for a CPU. Both players begin at 4×4 pixels; the layers of each further resolution <see cref="FadeIn">fade in</see> when
/// the <see cref="GrowthPlan"/> says so:
/// <code>
///   32   128 → 32×4×4 → 32×8×8 → 32×16×16 → 16×32×32 → 32×32          32×32 → 16×32×32 → 32×16×16 → … → 32×4×4 → 32 → 1
///   64   128 → 32×4×4 → … → 32×32×32 → 16×64×64 → 64×64               64×64 → 16×64×64 → 32×32×32 → … → 32×4×4 → 32 → 1
/// </code>
/// Each resolution has two 3×3 convolutions, with leaky ReLU 0.2 and in the generator pixel normalisation behind each, and a 1×1
/// convolution to or from the image. The learning rate is equalised in both networks; the discriminator has the minibatch standard
/// deviation before its last convolution. Images have their full size at every stage: the generator's are enlarged to it, pixel by pixel,
/// and the discriminator begins with means over such blocks. So it sees what the paper's sees, and data, samples and scores need not know
/// the stage. The paper's images have no bounds; here a tanh bounds them. Meant for the recipe <c>progressive</c>. Adam 1e-3 with β₁ = 0,
/// β₂ = 0.99, as published.
/// </summary>
public sealed record ProgressiveModel() : GanModel(LatentSize: 128, new ImageFormat(1, 32, 32))
{
    private const int Narrowest = 16, Widest = 32, Core = 4;
    private const float Slope = 0.2f;

    private static readonly int[] Sizes = [32, 64];
    private static readonly double Gain = Math.Sqrt(2);

    public override string Name => "progressive";

    public override string Description => "networks that grow from 4×4 to 32×32 or 64×64, gray or colour (progressive growing, narrow)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour(Sizes);

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults =>
        new(Epochs: 10, Batch: 32, LearningRate: 1e-3f, Beta1: 0, Beta2: 0.99f, Grow: 60_000);

    public override string Recipe => Recipes.Progressive.Default;

    public override int Resolutions => Last + 1;

    /// <summary>The stage of the full resolution.</summary>
    private int Last => SampleShape[1] == 32 ? 3 : 4;

    public override Sequential Generator(RandomSource random) => new(
        new PixelNorm(),
        EqualizedLearningRate.On(Linear(LatentSize, Width(0) * Core * Core, Gain, random), random, Gain),
        new LeakyRelu(Slope),
        new Reshape([Width(0), Core, Core]),
        new PixelNorm(),
        EqualizedLearningRate.On(Convolution(Width(0), Width(0), 3, Gain, random), random, Gain),
        new LeakyRelu(Slope),
        new PixelNorm(),
        ToImage(0, random),
        new Tanh())
    {
        Name = "generator",
    };

    public override Sequential Discriminator(RandomSource random) => new(
    [
        .. FromImage(0, random),
        new MinibatchStandardDeviation(),
        Judging(Convolution(Width(0) + 1, Width(0), 3, Gain, random), Gain, random),
        new LeakyRelu(Slope),
        new Flatten(),
        Judging(Linear(Width(0) * Core * Core, Width(0), Gain, random), Gain, random),
        new LeakyRelu(Slope),
        Judging(Linear(Width(0), 1, 1, random), 1, random),
    ])
    {
        Name = "discriminator",
    };

    /// <summary>Features of a stage → an image of the full size: of this resolution, or through the next stage's layers.</summary>
    private Module ToImage(int stage, RandomSource random)
    {
        Conv2d colours = EqualizedLearningRate.On(Convolution(Width(stage), SampleShape[0], 1, 1, random), random, 1);
        if (stage == Last)
            return colours;
        int next = stage + 1;
        return new FadeIn(
            Growth, next,
            new Sequential(colours, new Upsample(1 << (Last - stage))),
            new Sequential(
                [new Upsample(2), .. Block(Width(stage), Width(next)), .. Block(Width(next), Width(next)), ToImage(next, random)]));

        Module[] Block(int inputs, int outputs) =>
        [
            EqualizedLearningRate.On(Convolution(inputs, outputs, 3, Gain, random), random, Gain), new LeakyRelu(Slope), new PixelNorm(),
        ];
    }

    /// <summary>An image of the full size → features of a stage: from this resolution, or through the next stage's layers.</summary>
    private Module[] FromImage(int stage, RandomSource random)
    {
        Module[] here = [Judging(Convolution(DiscriminatorInput[0], Width(stage), 1, Gain, random), Gain, random), new LeakyRelu(Slope)];
        if (stage == Last)
            return here;
        int next = stage + 1;
        return
        [
            new FadeIn(
                Growth, next,
                new Sequential([new AvgPool2d(1 << (Last - stage)), .. here]),
                new Sequential([.. FromImage(next, random), .. Block(Width(next), Width(next)), .. Block(Width(next), Width(stage)),
                    new AvgPool2d(2)])),
        ];

        Module[] Block(int inputs, int outputs) =>
            [Judging(Convolution(inputs, outputs, 3, Gain, random), Gain, random), new LeakyRelu(Slope)];
    }

    /// <summary>Channels at a stage.</summary>
    private int Width(int stage) => Math.Min(Widest, Narrowest << (Last - stage));

    private static Conv2d Convolution(int inputs, int outputs, int kernel, double gain, RandomSource random) => new(
        inputs, outputs, kernel, random, padding: kernel / 2, weights: Initializers.FanInNormal(gain), biases: Initializers.Zeros);

    private static Dense Linear(int inputs, int outputs, double gain, RandomSource random) =>
        new(inputs, outputs, random, weights: Initializers.FanInNormal(gain), biases: Initializers.Zeros);

    /// <summary>A layer of the discriminator: its learning rate is equalised unless another normalisation is asked for.</summary>
    private T Judging<T>(T layer, double gain, RandomSource random)
        where T : Module =>
        DiscriminatorNorm == Normalization.Model ? EqualizedLearningRate.On(layer, random, gain) : layer;
}
