using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>For series the same as <see cref="Table"/> for rows, at a lower rate.</summary>
public sealed class Series : Recipe
{
    internal const string Default = "series";

    public override string Name => Default;

    public override string Description => "for series: relativistic pairs, R1 and R2, an averaged generator, a falling rate";

    public override string Model => "series";

    public override TrainingOptions Apply(TrainingOptions options) => new Table().Apply(options) with { LearningRate = 5e-4f };
}
