using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// SAGAN (Zhang, Goodfellow, Metaxas, Odena 2019): hinge loss and two time scales (Heusel et al. 2017), Adam at 4e-4 for the discriminator
/// and 1e-4 for the generator with β₁ = 0 and β₂ = 0.9, one step each; an averaged generator. Spectral normalisation of both players is
/// part of the model.
/// </summary>
public sealed class Sagan : Recipe
{
    internal const string Default = "sagan";

    public override string Name => Default;

    public override string Description => "hinge loss, two time scales, an averaged generator (Zhang et al. 2019)";

    public override string Model => "sagan";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "hinge",
        LearningRate = 4e-4f,
        LearningRateG = 1e-4f,
        Beta1 = 0,
        Beta2 = 0.9f,
        Ema = 0.999f,
        Update = UpdateOrder.Alternating,
    };
}
