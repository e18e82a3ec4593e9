using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The toy GAN of the interactive lessons: it learns a distribution of points in the plane, so that every failure is visible in a scatter
/// plot. Generator 10 → 64 → 32 → 2 with ReLU and tanh, discriminator 2 → 32 → 16 → 1 with leaky ReLU 0.2; Adam 2e-4 with β₁ = 0.5.
/// </summary>
public sealed record Toy2dModel() : GanModel(LatentSize: 10, Format: null)
{
    private const float Slope = 0.2f;

    public override string Name => "toy2d";

    public override string Description => "points in the plane: ring, grid, moons, spiral (the interactive lessons' GAN)";

    /// <summary>Not <see cref="Projection"/>: its generator has no batch normalisation to take the label.</summary>
    public override IReadOnlyList<Condition> Conditions => [new NoCondition(), new Cgan(), new AcGan()];

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "ring";

    public override TrainingDefaults Defaults => new(Epochs: 200, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f);

    public override string Recipe => Points.Default;

    public override Sequential Generator(RandomSource random) => new(
    [
        .. Condition.JoinLatent(random),
        new Dense(Condition.JoinedLatent(LatentSize), 64, random),
        new Relu(),
        new Dense(64, 32, random),
        new Relu(),
        new Dense(32, 2, random),
        new Tanh(),
    ])
    {
        Name = "generator",
    };

    public override Sequential Discriminator(RandomSource random) => new(
    [
        .. Condition.JoinInput(DiscriminatorInput, random),
        new Dense(Condition.JoinedInput(DiscriminatorInput).Size, 32, random),
        new LeakyRelu(Slope),
        new Dense(32, 16, random),
        new LeakyRelu(Slope),
        Condition.Head(new Dense(16, 1, random), random),
        new Sigmoid(),
    ])
    {
        Name = "discriminator",
    };
}
