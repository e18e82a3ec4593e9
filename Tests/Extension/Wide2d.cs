using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Extension;

public sealed record Wide2d() : GanModel(LatentSize: 2, Format: null)
{
    public override string Name => "wide2d";

    public override string Description => "points in the plane, with hidden layers of 128";

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "ring";

    public override TrainingDefaults Defaults => new(Epochs: 100, Batch: 128, LearningRate: 1e-3f, Beta1: 0.5f);

    public override Sequential Generator(RandomSource random) => new(
        new Dense(LatentSize, 128, random),
        new Relu(),
        new Dense(128, 128, random),
        new Relu(),
        new Dense(128, 2, random),
        new Tanh())
    {
        Name = "generator",
    };

    public override Sequential Discriminator(RandomSource random) => new(
        new Dense(DiscriminatorInput.Size, 128, random),
        new LeakyRelu(0.2f),
        new Dense(128, 128, random),
        new LeakyRelu(0.2f),
        new Dense(128, 1, random),
        new Sigmoid())
    {
        Name = "discriminator",
    };
}
