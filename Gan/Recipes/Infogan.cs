using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// For InfoGAN (Chen et al. 2016) the loss of <see cref="R3gan"/> at twice the rate. Its pairs and penalties keep the samples of a category
/// varied: with the paper's loss and rates a category became a digit sooner, but in the end each was one picture.
/// </summary>
public sealed class Infogan : Recipe
{
    internal const string Default = "infogan";

    public override string Name => Default;

    public override string Description => "codes found without labels, with relativistic pairs, R1 and R2 (Chen et al. 2016)";

    public override string Model => "infogan";

    public override TrainingOptions Apply(TrainingOptions options) => new R3gan().Apply(options) with
    {
        LearningRate = 4e-4f,
        Ema = 0.995f,
    };
}
