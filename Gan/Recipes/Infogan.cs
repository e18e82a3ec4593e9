using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// For InfoGAN (Chen et al. 2016) the loss of <see cref="R3gan"/> at twice the rate, with weaker penalties. Its pairs and penalties keep
/// the samples of a category varied: with the paper's loss and rates each was one picture in the end. A category can hold two digits as
/// long as z tells them apart, so z has only 5 numbers, and the continuous codes have a small weight. Categories of real images, found by
/// <see cref="Games.RealCategories"/>, show the generator where digits end; for its sake batches are large.
/// </summary>
public sealed class Infogan : Recipe
{
    internal const string Default = "infogan";

    public override string Name => Default;

    public override string Description => "codes found without labels, with relativistic pairs, R1 and R2 (Chen et al. 2016)";

    public override string Model => "infogan";

    public override TrainingOptions Apply(TrainingOptions options)
    {
        options = new R3gan().Apply(options) with { Penalty = "r1:0.1,r2:0.1", LearningRate = 4e-4f, Ema = 0.995f };
        return options.Model != Model ? options : options with
        {
            Networks = InfoganModel.OfDense,
            LatentSize = 5,
            Information = 1,
            InformationContinuous = 0.02f,
            InformationReal = 8,
            Batch = 256,
            LearningRate = 8e-4f,
            Epochs = 30,
        };
    }
}
