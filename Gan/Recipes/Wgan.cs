using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// WGAN as published (Arjovsky, Chintala, Bottou 2017, algorithm 1): RMSProp at 5e-5, the critic's weights clipped to ±0.01, five critic
/// steps a generator step.
/// </summary>
public sealed class Wgan : Recipe
{
    public override string Name => "wgan";

    public override string Description => "Wasserstein loss, weight clipping, RMSProp, five critic steps (Arjovsky et al. 2017)";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "wasserstein",
        ClipWeights = 0.01f,
        DiscriminatorSteps = 5,
        Optimizer = "rmsprop",
        LearningRate = 5e-5f,
        Update = UpdateOrder.Alternating,
    };
}
