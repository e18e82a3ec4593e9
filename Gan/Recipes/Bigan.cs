using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>BiGAN as published (Donahue et al. 2017), with an averaged generator and encoder.</summary>
public sealed class Bigan : Recipe
{
    internal const string Default = "bigan";

    public override string Name => Default;

    public override string Description => "as published, with an averaged generator and encoder (Donahue et al. 2017)";

    public override string Model => "bigan";

    public override TrainingOptions Apply(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { Ema = 0.999f };
    }
}
