using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// pix2pix (Isola, Zhu, Zhou, Efros 2017), narrower than the paper's and as deep as the images allow. The generator is a U-Net:
/// convolutions halve the image down to one pixel, transposed ones enlarge it again, and skip connections join the maps of equal size:
/// <code>
///   28   28×28 → 32×14×14 → 64×7×7 → 128×1×1 → 64×7×7 → 32×14×14 → 28×28
///   32   32×32 → 32×16×16 → 64×8×8 → 128×4×4 → 256×1×1 → … → 32×32
///   64   64×64 → 32×32×32 → 64×16×16 → 128×8×8 → 256×4×4 → 256×1×1 → … → 64×64
/// </code>
/// The discriminator is a PatchGAN: it judges every patch of 22×22 pixels (46×46 of 64×64) of input and output by itself, for the L1 term
/// gets the large shapes right, and the game is needed for what is fine. Its loss is the mean over patches. Kernels are 4×4 with stride 2;
/// batch normalisation but at the images and the one pixel; leaky ReLU 0.2 on the way down, ReLU on the way up; dropout of 0.5 where the
/// decoder begins is the only noise, and off outside of training. Weights begin at N(0, 0.02). Adam 2e-4 with β₁ = 0.5, and 100 times the
/// mean |B − G(A)| in the generator's loss.
/// </summary>
public record Pix2pixModel() : TranslationModel(ImageFormat.Mnist)
{
    private const int Kernel = 4, Stride = 2, Cut = 1;
    private const float Slope = 0.2f;
    private static readonly Initializer Small = Initializers.Normal(0, 0.02f), NearOne = Initializers.Normal(1, 0.02f);

    // Channels on the way down, the one pixel's last; and the discriminator's.
    private static readonly Dictionary<int, (int[] Generator, int[] Discriminator)> Widths = new()
    {
        [28] = ([32, 64, 128], [64, 128]),
        [32] = ([32, 64, 128, 256], [64, 128]),
        [64] = ([32, 64, 128, 256, 256], [64, 128, 256]),
    };

    public override string Name => "pix2pix";

    public override string Description => "image to image from pairs: a U-Net against a PatchGAN; 28×28, 32×32 or 64×64 (pix2pix)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour(Widths.Keys);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults =>
        new(Epochs: 3, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f, AverageDiscriminatorLoss: true, Reconstruction: 100);

    public override IReadOnlyList<Normalization> DiscriminatorNorms => Enum.GetValues<Normalization>();

    public override Sequential Generator(RandomSource random)
    {
        int[] widths = Widths[SampleShape[1]].Generator;
        return new Sequential(
            Down(GeneratorInput[0], widths[0], random, bias: true),
            Below(0, random),
            new Relu(),
            new ConvTranspose2d(2 * widths[0], SampleShape[0], Kernel, random, Stride, Cut, weights: Small, biases: Initializers.Zeros),
            new Tanh())
        {
            Name = "generator",
        };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        int[] widths = Widths[SampleShape[1]].Discriminator;
        Normalization norm = DiscriminatorNorm == Normalization.Model ? Normalization.Batch : DiscriminatorNorm;
        List<Module> layers = [Down(DiscriminatorInput[0], widths[0], random, bias: true), new LeakyRelu(Slope)];
        for (int i = 1; i < widths.Length; i++)
        {
            int size = SampleShape[1] >> (i + 1);
            layers.Add(Down(widths[i - 1], widths[i], random, bias: !norm.IsOfFeatures()));
            if (norm.Layer([widths[i], size, size], random, NearOne) is Module layer)
                layers.Add(layer);
            layers.Add(new LeakyRelu(Slope));
        }

        layers.AddRange(
        [
            new Conv2d(widths[^1], 1, Kernel, random, padding: Cut, weights: Small, biases: Initializers.Zeros),
            new Flatten(),
        ]);
        return new Sequential([.. layers]) { Name = "discriminator" };
    }

    /// <summary>What lies below the maps of a size: down to the next size, everything below that, and up again.</summary>
    private SkipConcat Below(int level, RandomSource random)
    {
        int[] widths = Widths[SampleShape[1]].Generator;
        int here = widths[level], next = widths[level + 1];
        if (level + 2 == widths.Length)
        {
            int core = SampleShape[1] >> (level + 1);
            return new SkipConcat(new Sequential(
                new LeakyRelu(Slope),
                new Conv2d(here, next, core, random, weights: Small, biases: Initializers.Zeros),
                new Relu(),
                new ConvTranspose2d(next, here, core, random, bias: false, weights: Small),
                Norm(here, random),
                new Dropout(random, 0.5f)));
        }

        return new SkipConcat(new Sequential(
            new LeakyRelu(Slope),
            Down(here, next, random),
            Norm(next, random),
            Below(level + 1, random),
            new Relu(),
            new ConvTranspose2d(2 * next, here, Kernel, random, Stride, Cut, bias: false, weights: Small),
            Norm(here, random)));
    }

    private static Conv2d Down(int inputs, int outputs, RandomSource random, bool bias = false) =>
        new(inputs, outputs, Kernel, random, Stride, Cut, bias: bias, weights: Small, biases: Initializers.Zeros);

    private static BatchNorm2d Norm(int channels, RandomSource random) => new(channels, random, weights: NearOne);
}
