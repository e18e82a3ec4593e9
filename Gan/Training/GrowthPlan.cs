using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// When networks grow (Karras et al. 2018, appendix A): phases of equally many images. In the first the smallest resolution is trained;
/// each further one has a phase in which its layers fade in and one in which it is trained alone, the largest until the end. Stage and α
/// depend on the number of the step alone, so a checkpoint needs no more than that.
/// </summary>
/// <param name="Stages">Resolutions, at least 1.</param>
/// <param name="ImagesPerPhase">At least 1; 0 for networks that are fully grown from the beginning.</param>
/// <param name="ImagesPerStep">Real images that the discriminator sees in a step.</param>
public readonly record struct GrowthPlan(int Stages, long ImagesPerPhase, int ImagesPerStep)
{
    public static GrowthPlan Of(GanModel model, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return new(model.Resolutions, options.Grow, options.Batch * options.DiscriminatorSteps);
    }

    /// <summary>Where a step stands.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <returns>
    /// The stage, counted from 0, and α while it fades in: the share of the phase's images after this step, from more than 0 to 1.
    /// </returns>
    public (int Stage, float? Alpha) At(long step)
    {
        if (ImagesPerPhase == 0)
            return (Stages - 1, null);
        long images = step * ImagesPerStep, phase = images / ImagesPerPhase;
        int stage = (int)Math.Min((phase + 1) / 2, Stages - 1);
        return phase == (2L * stage) - 1
            ? (stage, (float)Math.Min(1, (images + ImagesPerStep - (phase * ImagesPerPhase)) / (double)ImagesPerPhase))
            : (stage, null);
    }
}
