using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// For series the same as <see cref="Table"/> for rows, with stronger penalties: with weaker ones the discriminator wins by the roughness of
/// early series.
/// </summary>
public sealed class Series : Recipe
{
    internal const string Default = "series";

    public override string Name => Default;

    public override string Description => "for series: relativistic pairs, R1 and R2, an averaged generator, a falling rate";

    public override string Model => "series";

    public override TrainingOptions Apply(TrainingOptions options) => new Table().Apply(options) with { Penalty = "r1:5,r2:5" };
}
