using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// For GAN-CLS (Reed et al. 2016) captions, the hinge loss in place of the paper's cross-entropy, and an averaged generator.
/// </summary>
public sealed class Text2image : Recipe
{
    internal const string Default = "text2image";

    public override string Name => Default;

    public override string Description => "captions that real and generated images must fit, hinge loss, an averaged generator";

    public override string Model => "text2image";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "hinge",
        Ema = 0.999f,
        Condition = options.Model == Model ? "caption" : options.Condition,
        Update = UpdateOrder.Alternating,
    };
}
