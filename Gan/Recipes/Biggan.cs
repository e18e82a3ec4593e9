using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// BigGAN (Brock, Donahue, Simonyan 2019): hinge loss, an averaged generator, labels by projection, Adam with β₁ = 0 and β₂ = 0.999, one
/// step each. The discriminator's rate is that of the authors' code for batches of 256, 4e-4; the generator's is twice theirs, 2e-4, since
/// a narrow model trains for thousands of steps and not for 10⁵. The paper itself has batches of 2,048, 2e-4 and 5e-5, and two
/// discriminator steps.
/// </summary>
public sealed class Biggan : Recipe
{
    internal const string Default = "biggan";

    public override string Name => Default;

    public override string Description => "hinge loss, labels by projection, two time scales, an averaged generator (Brock et al. 2019)";

    public override string Model => "biggan";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "hinge",
        LearningRate = 4e-4f,
        LearningRateG = 2e-4f,
        Beta1 = 0,
        Beta2 = 0.999f,
        Ema = 0.999f,
        Condition = options.Model == Model ? "projection" : options.Condition,
        Update = UpdateOrder.Alternating,
    };
}
