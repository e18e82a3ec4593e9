using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// Progressive growing (Karras et al. 2018): Adam 1e-3 with β₁ = 0 and β₂ = 0.99, an averaged generator. The paper's loss is WGAN-GP with a
/// drift term; here it is the non-saturating loss with R1, which costs less time and was ahead after as many steps (Models/README.md has
/// the figures).
/// </summary>
public sealed class Progressive : Recipe
{
    internal const string Default = "progressive";

    public override string Name => Default;

    public override string Description => "non-saturating loss, R1, an averaged generator, networks that grow (Karras et al. 2018)";

    public override string Model => "progressive";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "non-saturating",
        Penalty = "r1:0.1:16",
        LearningRate = 1e-3f,
        Beta1 = 0,
        Beta2 = 0.99f,
        Ema = 0.995f,
        Update = UpdateOrder.Alternating,
    };
}
