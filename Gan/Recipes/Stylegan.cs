using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// StyleGAN2 (Karras et al. 2020): the non-saturating loss with lazy R1, in every 16th step, Adam with β₁ = 0 and β₂ = 0.99, an averaged
/// generator. The weight of R1 follows the size of the images (Karras et al. 2020b, appendix C): far less for digits than the 10 for
/// photographs. The path length regularisation of the generator is left out.
/// </summary>
public sealed class Stylegan : Recipe
{
    internal const string Default = "stylegan";

    public override string Name => Default;

    public override string Description => "non-saturating loss, lazy R1, an averaged generator (Karras et al. 2020)";

    public override string Model => "stylegan";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "non-saturating",
        Penalty = "r1:0.1:16",
        LearningRate = 2e-3f,
        Beta1 = 0,
        Beta2 = 0.99f,
        Ema = 0.995f,
        Update = UpdateOrder.Alternating,
    };
}
