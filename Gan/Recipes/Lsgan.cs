using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// LSGAN (Mao et al. 2017): the least-squares loss with the targets 0 and 1. The paper trains with Adam at β₁ = 0.5 and 2e-4 for its
/// smaller images, which most models here have anyway.
/// </summary>
public sealed class Lsgan : Recipe
{
    internal const string Default = "lsgan";

    public override string Name => Default;

    public override string Description => "least-squares loss, Adam 2e-4 with β₁ 0.5 (Mao et al. 2017)";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "least-squares",
        LearningRate = 2e-4f,
        Beta1 = 0.5f,
        Update = UpdateOrder.Alternating,
    };
}
