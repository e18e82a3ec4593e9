using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The fully connected GAN of the PyTorch guides. Generator 100 → 128 → 256 → 512 → 1024 → 784 with batch normalisation except in its first
/// layer, tanh at the end; discriminator 784 → 512 → 256 → 128 → 1; leaky ReLU 0.2 throughout; Adam 2e-4 with β₁ = 0.5, the discriminator's
/// loss the mean of its halves.
/// </summary>
public sealed record MlpModel() : GanModel(LatentSize: 100, ImageFormat.Mnist)
{
    private const float Slope = 0.2f;

    public override string Name => "mlp";

    public override string Description => "fully connected, batch-normalised generator, 28×28 (the PyTorch guides' GAN)";

    public override IReadOnlyList<Condition> Conditions => Condition.Catalog.All;

    public override bool HasWidths => true;

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults =>
        new(Epochs: 12, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f, AverageDiscriminatorLoss: true);

    public override Sequential Generator(RandomSource random) => new(
    [
        .. Condition.JoinLatent(random),
        new Dense(Condition.JoinedLatent(LatentSize), Wide(128), random),
        new LeakyRelu(Slope),
        new Dense(Wide(128), Wide(256), random),
        Condition.BatchNorm1d(Wide(256), random),
        new LeakyRelu(Slope),
        new Dense(Wide(256), Wide(512), random),
        Condition.BatchNorm1d(Wide(512), random),
        new LeakyRelu(Slope),
        new Dense(Wide(512), Wide(1024), random),
        Condition.BatchNorm1d(Wide(1024), random),
        new LeakyRelu(Slope),
        new Dense(Wide(1024), 784, random),
        new Tanh(),
        new Reshape([1, 28, 28]),
    ])
    {
        Name = "generator",
    };

    public override Sequential Discriminator(RandomSource random) => new(
    [
        .. Condition.JoinInput(DiscriminatorInput, random),
        new Flatten(),
        new Dense(Condition.JoinedInput(DiscriminatorInput).Size, 512, random),
        new LeakyRelu(Slope),
        new Dense(512, 256, random),
        new LeakyRelu(Slope),
        new Dense(256, 128, random),
        new LeakyRelu(Slope),
        Condition.Head(new Dense(128, 1, random), random),
        new Sigmoid(),
    ])
    {
        Name = "discriminator",
    };
}
