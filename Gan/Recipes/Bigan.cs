using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// BiGAN (Donahue et al. 2017) at twice the published rate, which falls to 0: at an even rate encoder and generator lose each other again
/// after some epochs. Averages of both (<c>--ema</c>) are no inverses of each other.
/// </summary>
public sealed class Bigan : Recipe
{
    internal const string Default = "bigan";

    public override string Name => Default;

    public override string Description => "an encoder beside the generator, at a rate that falls (Donahue et al. 2017)";

    public override string Model => "bigan";

    public override TrainingOptions Apply(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { LearningRate = 4e-4f, Schedule = RateSchedule.Linear };
    }
}
