using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// The GAN of f-AnoGAN (Schlegl et al. 2019): the Wasserstein loss with gradient penalty as <see cref="WganGp"/> has it, at a higher rate,
/// with two critic steps in place of five, and an averaged generator, so that minutes on a CPU are enough.
/// </summary>
public sealed class Anogan : Recipe
{
    internal const string Default = "anogan";

    public override string Name => Default;

    public override string Description => "Wasserstein loss, gradient penalty, an averaged generator (Schlegl et al. 2019)";

    public override string Model => "anogan";

    public override TrainingOptions Apply(TrainingOptions options) => new WganGp().Apply(options) with
    {
        DiscriminatorSteps = 2,
        LearningRate = 4e-4f,
        Ema = 0.99f,
    };
}
