using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// For tables: pairs of rows with R1 and R2 (Huang et al. 2024) keep rare categories and narrow dependences, which the tutorials' loss
/// loses; an averaged generator and a falling rate settle the shares.
/// </summary>
public sealed class Table : Recipe
{
    internal const string Default = "table";

    public override string Name => Default;

    public override string Description => "for tables: relativistic pairs, R1 and R2, an averaged generator, a falling rate";

    public override string Model => "table";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "relativistic-paired",
        Penalty = "r1:0.1,r2:0.1",
        Beta1 = 0,
        Beta2 = 0.99f,
        LearningRate = 1e-3f,
        Ema = 0.999f,
        Schedule = "linear",
    };
}
