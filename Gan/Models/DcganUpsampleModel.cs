using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The DCGAN of the PyTorch guides. Its generator uses nearest upsampling followed by convolution instead of DCGAN's strided transposed
/// convolutions: every pixel is the sum of equally many products, which avoids checkerboard artifacts. Generator 100 → 512×4×4 → 256×8×8 →
/// 128×16×16 → 64×32×32 → 32×32, kernels 3×3, batch normalisation, ReLU, and tanh at the end; initial values are PyTorch's. The guides
/// describe the discriminator in words only, as strided convolutions without dense hidden layers: <see cref="DcganModel"/>'s. Adam 2e-4
/// with β₁ = 0.5.
/// </summary>
public sealed record DcganUpsampleModel() : GanModel(LatentSize: 100, new ImageFormat(1, Size, Size))
{
    private const int Size = 32, Core = 4;
    private static readonly int[] Widths = [512, 256, 128, 64];

    public override string Name => "dcgan-upsample";

    public override string Description =>
        "upsampling and convolutions 3×3 with batch normalisation; 32×32, gray or colour (the PyTorch guides' DCGAN)";

    public override IReadOnlyList<ImageFormat> Formats => [new(1, Size, Size), new(3, Size, Size)];

    public override IReadOnlyList<Condition> Conditions => Condition.Catalog.All;

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 10, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f);

    public override IReadOnlyList<Normalization> DiscriminatorNorms => new DcganModel().DiscriminatorNorms;

    public override Sequential Generator(RandomSource random)
    {
        List<Module> layers =
        [
            .. Condition.JoinLatent(random),
            new Dense(Condition.JoinedLatent(LatentSize), Widths[0] * Core * Core, random),
            new Reshape([Widths[0], Core, Core]),
            Condition.BatchNorm2d(Widths[0], random),
        ];
        for (int i = 1; i < Widths.Length; i++)
            layers.AddRange(
                [new Upsample(2), Convolution(Widths[i - 1], Widths[i], random), Condition.BatchNorm2d(Widths[i], random), new Relu()]);
        return new Sequential([.. layers, Convolution(Widths[^1], SampleShape[0], random), new Tanh()]) { Name = "generator" };
    }

    public override Sequential Discriminator(RandomSource random) =>
        new DcganModel { Format = Format, Pack = Pack, DiscriminatorNorm = DiscriminatorNorm, Condition = Condition }.Discriminator(random);

    private static Conv2d Convolution(int inputs, int outputs, RandomSource random) => new(inputs, outputs, 3, random, padding: 1);
}
