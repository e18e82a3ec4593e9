using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The GAN of f-AnoGAN (Schlegl, Seeböck, Waldstein, Schmidt-Erfurth, Langs 2019), for a CPU: strided convolutions in place of the paper's
/// residual blocks, and few channels. The critic has no batch normalisation, as WGAN-GP asks for; the features before its last layer are
/// the f of the paper's residuals.
/// <code>
///   28   64 → 128×7×7 → 64×14×14 → 28×28                                 28×28 → 32×14×14 → 64×7×7 → 1
///   32   64 → 256×4×4 → 128×8×8 → 64×16×16 → 32×32                       32×32 → 32×16×16 → 64×8×8 → 128×4×4 → 1
///   64   64 → 512×4×4 → 256×8×8 → 128×16×16 → 64×32×32 → 64×64           64×64 → 32×32×32 → 64×16×16 → 128×8×8 → 256×4×4 → 1
/// </code>
/// Kernels are 4×4 with stride 2. Meant for <c>--recipe anogan</c> and the verb <c>anomaly</c>, which trains the encoder.
/// </summary>
public sealed record AnoganModel() : GanModel(LatentSize: 64, ImageFormat.Mnist)
{
    private const int Kernel = 4, Stride = 2, Cut = 1, OfGenerator = 64, OfCritic = 32;
    private const float Slope = 0.2f;

    public override string Name => "anogan";

    public override string Description =>
        "strided convolutions, the critic without normalisation; 28×28, 32×32 or 64×64, gray or colour (f-AnoGAN, narrow)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour([28, 32, 64]);

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 4, Batch: 64, LearningRate: 2e-4f, Beta1: 0, Beta2: 0.9f);

    public override string Recipe => Recipes.Anogan.Default;

    /// <summary>How often the image is halved: down to 7×7 pixels, or 4×4.</summary>
    private int Halvings => SampleShape[1] switch { 28 => 2, 32 => 3, _ => 4 };

    /// <summary>Height and width of the smallest feature maps.</summary>
    private int Core => SampleShape[1] >> Halvings;

    public override Sequential Generator(RandomSource random)
    {
        int channels = OfGenerator << (Halvings - 1);
        List<Module> layers = [new Dense(LatentSize, channels * Core * Core, random), new Reshape([channels, Core, Core])];
        for (int i = 1; i <= Halvings; i++, channels /= 2)
        {
            int next = i < Halvings ? channels / 2 : SampleShape[0];
            layers.AddRange(
            [
                new BatchNorm2d(channels, random), new Relu(), new ConvTranspose2d(channels, next, Kernel, random, Stride, Cut),
            ]);
        }

        return new Sequential([.. layers, new Tanh()]) { Name = "generator" };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        List<Module> layers = [];
        int channels = DiscriminatorInput[0];
        for (int i = 0; i < Halvings; i++)
        {
            layers.AddRange([new Conv2d(channels, OfCritic << i, Kernel, random, Stride, Cut), new LeakyRelu(Slope)]);
            channels = OfCritic << i;
        }

        return new Sequential([.. layers, new Flatten(), new Dense(channels * Core * Core, 1, random)]) { Name = "discriminator" };
    }
}
