using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// For MoCoGAN (Tulyakov et al. 2018) the loss of <see cref="R3gan"/> at a higher rate, where the paper has cross-entropy and batch
/// normalisation: so digits take shape within the thousand steps that minutes on a CPU allow. Gradient penalties in every other step.
/// </summary>
public sealed class Video : Recipe
{
    internal const string Default = "video";

    public override string Name => Default;

    public override string Description => "clips of content and motion, with relativistic pairs, R1 and R2 (Tulyakov et al. 2018)";

    public override string Model => "video";

    public override TrainingOptions Apply(TrainingOptions options) => new R3gan().Apply(options) with
    {
        Penalty = "r1:1:2,r2:1:2",
        LearningRate = 5e-4f,
        Ema = 0.995f,
    };
}
