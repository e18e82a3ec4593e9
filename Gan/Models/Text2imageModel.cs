using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Captions;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Images of captions (Reed et al. 2016), small: of two digits, 28×56, or of one's own images, 32×32. The networks are dense like those of
/// <see cref="MlpModel"/>, for two digits are ten times ten images that have no place in common. Generator 32 + 64 → 256 → 512 → 1024 →
/// image, with batch normalisation and leaky ReLU 0.2, tanh at the end; discriminator image → 512 → 256 → 1. How the caption reaches them
/// is <see cref="Captioned"/>'s; without it they are the same with z alone.
/// </summary>
public sealed record Text2imageModel() : GanModel(LatentSize: 32, CaptionedDigits.Format)
{
    private const int Side = 32;
    private const float Slope = 0.2f;

    // The state of a recurrent unit is small beside z: its weights in the generator's first layer begin so many times as large.
    private const float Prominence = 4;

    private static readonly int[] OfGenerator = [256, 512, 1024], OfDiscriminator = [512, 256];

    public override string Name => "text2image";

    public override string Description => "images of captions, read word by word: two digits, 28×56, or own images, 32×32 (GAN-CLS)";

    public override IReadOnlyList<ImageFormat> Formats =>
        [CaptionedDigits.Format, CaptionedDigits.Format with { Channels = 3 }, .. ImageFormat.GrayAndColour([Side])];

    public override IReadOnlyList<Condition> Conditions => [new NoCondition(), new Captioned()];

    public override bool LearnsCaptions => true;

    public override string Makes => "images of captions";

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override string Recipe => Recipes.Text2image.Default;

    public override TrainingDefaults Defaults => new(Epochs: 12, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f);

    public override Sequential Generator(RandomSource random)
    {
        List<Module> layers = [.. Condition.JoinLatent(random)];
        int inputs = Condition.JoinedLatent(LatentSize);
        foreach (int width in OfGenerator)
        {
            Dense layer = new(inputs, width, random);
            if (width == OfGenerator[0])
                layer.ScaleInputs(LatentSize, inputs - LatentSize, Prominence);
            layers.AddRange([layer, Condition.BatchNorm1d(width, random), new LeakyRelu(Slope)]);
            inputs = width;
        }

        return new Sequential([.. layers, new Dense(inputs, SampleShape.Size, random), new Tanh(), new Reshape(SampleShape)])
        {
            Name = "generator",
        };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        List<Module> layers = [new Flatten()];
        int inputs = DiscriminatorInput.Size;
        foreach (int width in OfDiscriminator)
        {
            layers.AddRange([new Dense(inputs, width, random), new LeakyRelu(Slope)]);
            inputs = width;
        }

        return new Sequential([.. layers, Condition.Head(new Dense(inputs, 1, random), random)]) { Name = "discriminator" };
    }
}
