using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// SRGAN (Ledig et al. 2017, "Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network"): images of four times
/// the height and width. The generator is the paper's SRResNet with half of its channels and a quarter of its blocks; a leaky ReLU of 0.2
/// has the place of its PReLU. Images of 4k×4k pixels:
/// <code>
///   A, each pixel 4×4 times → mean over 4×4 → C×k×k → 32 (9×9)
///     → 4 × [ x + (3×3, batch norm, leaky ReLU, 3×3, batch norm)(x) ], 3×3, batch norm; + the 32 from before these blocks
///     → 2 × [ 128 (3×3), pixel shuffle, leaky ReLU ] → 32×4k×4k → C (9×9), tanh
/// </code>
/// So it reads images of any size. The discriminator has the paper's layers, half as many and narrower: 3×3 convolutions 32, 32/2, 64,
/// 64/2, 128, 128/2 (/2: stride 2), batch normalisation but in the first, leaky ReLU 0.2, dense layers of 256 and 1. It judges B beside A,
/// as pix2pix's does; the paper's judges B alone. Adam 1e-4 in the paper, here 5e-4, as batches are few. In place of the paper's
/// content loss alone the generator's loss has the mean |B − G(A)| and the classifier's features (<see cref="Games.PairGame"/>).
/// </summary>
public sealed record SrganModel() : TranslationModel(ImageFormat.Mnist)
{
    private const int Width = 32, Blocks = 4, Kernel = 3, Ends = 9, Doublings = 2, Head = 256;
    private const float Slope = 0.2f;
    private static readonly int[] Judging = [32, 64, 128];

    public override string Name => "srgan";

    public override string Description => "images enlarged four times: SRResNet against convolutions; 28×28, 32×32 or 64×64 (SRGAN)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour([28, 32, 64]);

    public override string DefaultData => "mnist";

    public override string DefaultPairs => LowResolution.Choice;

    public override bool AnySize => true;

    public override TrainingDefaults Defaults => new(
        Epochs: 2, Batch: 16, LearningRate: 5e-4f, Beta1: 0.9f, Reconstruction: 1, Adversarial: 1e-3f, Perceptual: 1e-2f);

    public override IReadOnlyList<Normalization> DiscriminatorNorms => Enum.GetValues<Normalization>();

    public override bool Takes(Pairing pairing) => pairing is LowResolution;

    public override Sequential Generator(RandomSource random)
    {
        List<Module> deep = [];
        for (int i = 0; i < Blocks; i++)
        {
            deep.Add(new Residual(new Sequential(
            [
                .. Normalized(Width, random), new LeakyRelu(Slope), .. Normalized(Width, random),
            ])));
        }

        List<Module> layers =
        [
            new AvgPool2d(LowResolution.Factor),
            new Conv2d(SampleShape[0], Width, Ends, random, padding: Ends / 2),
            new LeakyRelu(Slope),
            new Residual(new Sequential([.. deep, .. Normalized(Width, random)])),
        ];
        for (int i = 0; i < Doublings; i++)
        {
            layers.AddRange(
            [
                new Conv2d(Width, 4 * Width, Kernel, random, padding: 1), new PixelShuffle(2), new LeakyRelu(Slope),
            ]);
        }

        return new Sequential([.. layers, new Conv2d(Width, SampleShape[0], Ends, random, padding: Ends / 2), new Tanh()])
        {
            Name = "generator",
        };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        Normalization norm = DiscriminatorNorm == Normalization.Model ? Normalization.Batch : DiscriminatorNorm;
        List<Module> layers = [new Conv2d(DiscriminatorInput[0], Judging[0], Kernel, random, padding: 1), new LeakyRelu(Slope)];
        int size = SampleShape[1];
        for (int i = 0; i < Judging.Length; i++)
        {
            if (i > 0)
                Add(Judging[i - 1], Judging[i], stride: 1);
            Add(Judging[i], Judging[i], stride: 2);
        }

        layers.AddRange(
        [
            new Flatten(), new Dense(Judging[^1] * size * size, Head, random), new LeakyRelu(Slope), new Dense(Head, 1, random),
        ]);
        return new Sequential([.. layers]) { Name = "discriminator" };

        void Add(int inputs, int outputs, int stride)
        {
            size = (size + stride - 1) / stride;
            layers.Add(new Conv2d(inputs, outputs, Kernel, random, stride, padding: 1, bias: !norm.IsOfFeatures()));
            if (norm.Layer([outputs, size, size], random) is Module layer)
                layers.Add(layer);
            layers.Add(new LeakyRelu(Slope));
        }
    }

    private static Module[] Normalized(int channels, RandomSource random) =>
        [new Conv2d(channels, channels, Kernel, random, padding: 1, bias: false), new BatchNorm2d(channels, random)];
}
