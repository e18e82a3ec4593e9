using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// StyleGAN2 (Karras, Laine, Aittala, Hellsten, Lehtinen, Aila 2020), narrow enough for a CPU; the networks <c>adain</c> have the layers of
/// StyleGAN (Karras, Laine, Aila 2019) in their place. A mapping network of four dense layers (the papers' has eight) turns z into a style
/// w, the synthesis network turns a learned constant into an image, and every convolution of it is scaled by a style of its own:
/// <code>
///   28   64 → w 64;   64×7×7 → 32×14×14 → 16×28×28 → 28×28                       28×28 → 16×28×28 → 32×14×14 → 64×7×7 → 64 → 1
///   32   64 → w 64;   128×4×4 → 64×8×8 → 32×16×16 → 16×32×32 → 32×32             32×32 → 16×32×32 → … → 128×4×4 → 128 → 1
/// </code>
/// Each resolution but the first has two 3×3 convolutions, with bilinear upsampling behind the first one; noise is added behind each, then
/// leaky ReLU 0.2. StyleGAN2 adds up images of all resolutions; here one 1×1 convolution makes the image, as in StyleGAN, and a tanh bounds
/// it. The discriminator has residual blocks with average pooling, and the minibatch standard deviation before its last convolution. The
/// learning rate is equalised in both networks; the mapping network learns at a hundredth of it. Meant for the recipe <c>stylegan</c>. Adam
/// 2e-3 with β₁ = 0, β₂ = 0.99.
/// </summary>
public sealed record StyleganModel() : GanModel(LatentSize: 64, new ImageFormat(1, 32, 32))
{
    internal const string Adain = "adain";

    private const int StyleSize = 64, Narrowest = 16, Mapped = 4;
    private const float Slope = 0.2f;
    private const double MappingRate = 0.01;

    private static readonly int[] Sizes = [32, 28];
    private static readonly double Gain = Math.Sqrt(2);

    public override string Name => "stylegan";

    public override string Description => "styles from a mapping network, 28×28 or 32×32, gray or colour (StyleGAN2's networks, narrow)";

    public override IReadOnlyList<string> NetworkChoices => [Published, Adain];

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour(Sizes);

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 10, Batch: 32, LearningRate: 2e-3f, Beta1: 0, Beta2: 0.99f);

    public override string Recipe => Recipes.Stylegan.Default;

    /// <summary>Resolutions.</summary>
    private int Stages => SampleShape[1] == 28 ? 3 : 4;

    /// <summary>Height and width of the smallest feature maps.</summary>
    private int Core => SampleShape[1] >> (Stages - 1);

    public override Sequential Generator(RandomSource random)
    {
        bool adain = Networks == Adain;
        Style[] styles = [.. Enumerable.Range(0, 2 * Stages).Select(_ => new Style(StyleSize))];
        var style = new Queue<Style>(styles);
        int width = Width(Stages - 1);
        List<Module> layers = [Mapping(random), new StyleInput(styles, random), new ConstantInput([width, Core, Core], random)];
        if (adain)
            layers.AddRange(Styled(width, Core));
        layers.AddRange([Convolve(width, width), .. Styled(width, Core)]);
        for (int stage = Stages - 2; stage >= 0; stage--)
        {
            int size = SampleShape[1] >> stage;
            layers.AddRange([Convolve(width, Width(stage)), new Upsample(2, UpsampleMode.Bilinear), .. Styled(Width(stage), size)]);
            width = Width(stage);
            layers.AddRange([Convolve(width, width), .. Styled(width, size)]);
        }

        Module colours = adain
            ? new Conv2d(width, SampleShape[0], 1, random, biases: Initializers.Zeros)
            : new ModulatedConv2d(width, SampleShape[0], 1, style.Dequeue(), random, demodulate: false);
        return new Sequential([.. layers, EqualizedLearningRate.On(colours, random, 1), new Tanh()]) { Name = "generator" };

        // A convolution; with modulation the style scales its weights.
        Module Convolve(int inputs, int outputs) => adain
            ? EqualizedLearningRate.On(new Conv2d(inputs, outputs, 3, random, padding: 1, biases: Initializers.Zeros), random, Gain)
            : EqualizedLearningRate.On(new ModulatedConv2d(inputs, outputs, 3, style.Dequeue(), random, gain: Gain), random, 1);

        // What follows a convolution; with AdaIN the style normalises last.
        Module[] Styled(int channels, int size)
        {
            Module[] both = [new NoiseInjection(size, size, random), new LeakyRelu(Slope)];
            return adain
                ? [.. both, EqualizedLearningRate.On(new AdaptiveInstanceNorm2d(channels, style.Dequeue(), random), random, 1)]
                : both;
        }
    }

    public override Sequential Discriminator(RandomSource random)
    {
        int widest = Width(Stages - 1);
        List<Module> layers = [Convolution(DiscriminatorInput[0], Narrowest, 1, Gain, random), new LeakyRelu(Slope)];
        for (int stage = 1; stage < Stages; stage++)
            layers.Add(Block(Width(stage - 1), Width(stage), random));
        layers.AddRange(
        [
            new MinibatchStandardDeviation(),
            Convolution(widest + 1, widest, 3, Gain, random),
            new LeakyRelu(Slope),
            new Flatten(),
            Linear(widest * Core * Core, widest, Gain, random),
            new LeakyRelu(Slope),
            Linear(widest, 1, 1, random),
        ]);
        return new Sequential([.. layers]) { Name = "discriminator" };
    }

    /// <summary>Channels at a resolution, counted from the full one.</summary>
    private static int Width(int stage) => Narrowest << stage;

    /// <summary>z → w: normalised, then dense layers with leaky ReLU.</summary>
    private Sequential Mapping(RandomSource random)
    {
        List<Module> layers = [new PixelNorm()];
        for (int i = 0; i < Mapped; i++)
        {
            int inputs = i == 0 ? LatentSize : StyleSize;
            layers.AddRange([new Dense(inputs, StyleSize, random, biases: Initializers.Zeros), new LeakyRelu(Slope)]);
        }

        return EqualizedLearningRate.On(new Sequential([.. layers]), random, Gain, MappingRate);
    }

    /// <summary>
    /// A residual block of half the size. The sum of two maps of variance 1 is divided by √2: the weights that make them begin that much
    /// smaller.
    /// </summary>
    private Residual Block(int inputs, int outputs, RandomSource random) => new(
        new Sequential(
            Convolution(inputs, inputs, 3, Gain, random),
            new LeakyRelu(Slope),
            new AvgPool2d(2),
            Convolution(inputs, outputs, 3, 1, random),
            new LeakyRelu(Slope)),
        new Sequential(new AvgPool2d(2), Convolution(inputs, outputs, 1, 1 / Gain, random, bias: false)));

    private Conv2d Convolution(int inputs, int outputs, int kernel, double gain, RandomSource random, bool bias = true) => Equalized(
        new Conv2d(
            inputs, outputs, kernel, random, padding: kernel / 2, bias: bias, weights: Initializers.FanInNormal(gain),
            biases: Initializers.Zeros),
        gain, random);

    private Dense Linear(int inputs, int outputs, double gain, RandomSource random) => Equalized(
        new Dense(inputs, outputs, random, weights: Initializers.FanInNormal(gain), biases: Initializers.Zeros), gain, random);

    /// <summary>The learning rate is equalised unless another normalisation is asked for.</summary>
    private T Equalized<T>(T layer, double gain, RandomSource random)
        where T : Module =>
        DiscriminatorNorm == Normalization.Model ? EqualizedLearningRate.On(layer, random, gain) : layer;
}
