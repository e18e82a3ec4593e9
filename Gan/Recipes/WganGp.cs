using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// WGAN-GP as published (Gulrajani et al. 2017, algorithm 1): gradient penalty of weight 10, five critic steps a generator step, Adam 1e-4
/// with β₁ = 0 and β₂ = 0.9. The paper's critic has no batch normalisation.
/// </summary>
public sealed class WganGp : Recipe
{
    public override string Name => "wgan-gp";

    public override string Description => "Wasserstein loss, gradient penalty, five critic steps (Gulrajani et al. 2017)";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "wasserstein",
        Penalty = "wgan-gp:10",
        DiscriminatorSteps = 5,
        LearningRate = 1e-4f,
        Beta1 = 0,
        Beta2 = 0.9f,
        Update = UpdateOrder.Alternating,
    };
}
