using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// BiGAN (Donahue, Krähenbühl, Darrell 2017), the fully connected networks of the paper's section 4.2 with half the units:
/// <code>
///   decoder        z (50) → 512 → 512 → 784                     batch normalisation and ReLU, tanh at the end
///   encoder        x (784) → 512 → 512 → z (50)                 leaky ReLU, batch normalisation
///   discriminator  (x, z) (834) → 512 → 512 → score             leaky ReLU
/// </code>
/// The discriminator has no batch normalisation, where the paper has it, for the sake of gradient penalties; z is normal, where the paper's
/// is uniform.
/// </summary>
public sealed record BiganModel() : GanModel(LatentSize: 50, ImageFormat.Mnist)
{
    private const int Units = 512;
    private const float Slope = 0.2f;

    public override string Name => "bigan";

    public override string Description => "an encoder learns beside the generator, from samples to z; fully connected, 28×28 (BiGAN)";

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults => new(Epochs: 30, Batch: 128, LearningRate: 2e-4f, Beta1: 0.5f);

    public override string Recipe => Recipes.Bigan.Default;

    public override Shape JudgedShape => [SampleShape.Size + LatentSize];

    public override Game Game(TrainingOptions options, RandomSource noise, RandomSource random) => new JointGame(this, noise);

    public override Sequential Generator(RandomSource random)
    {
        int pixels = SampleShape.Size;
        var decoder = new Sequential(
        [
            new Dense(LatentSize, Units, random), new BatchNorm1d(Units, random), new Relu(),
            new Dense(Units, Units, random), new BatchNorm1d(Units, random), new Relu(),
            new Dense(Units, pixels, random), new Tanh(), new Reshape(SampleShape),
        ]);
        var encoder = new Sequential(
        [
            new Flatten(),
            new Dense(pixels, Units, random), new LeakyRelu(Slope),
            new Dense(Units, Units, random), new BatchNorm1d(Units, random), new LeakyRelu(Slope),
            new Dense(Units, LatentSize, random),
        ]);
        return new Sequential(new BidirectionalGenerator(decoder, encoder, SampleShape)) { Name = "generator" };
    }

    public override Sequential Discriminator(RandomSource random) => new(
    [
        new Dense(DiscriminatorInput.Size, Units, random), new LeakyRelu(Slope),
        new Dense(Units, Units, random), new LeakyRelu(Slope),
        new Dense(Units, 1, random),
    ])
    {
        Name = "discriminator",
    };
}
