using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// A player's learning rate over time, as <c>--schedule</c> and <c>--warmup</c> ask for it. The schedule counts epochs, the warm-up steps.
/// </summary>
/// <param name="Epochs">The schedule by name, of the epoch.</param>
/// <param name="Warmup">Steps in which the rate rises linearly to the schedule's; 0 for none.</param>
public sealed record RateSchedule(ISchedule Epochs, int Warmup)
{
    public const string Constant = "constant", Linear = "linear", Cosine = "cosine", Exponential = "exponential";

    /// <summary>What an exponential schedule falls to at the end.</summary>
    private const double Remainder = 0.01;

    public static IReadOnlyList<string> Names { get; } = [Constant, Linear, Cosine, Exponential];

    /// <summary>Whether a schedule depends on the number of epochs.</summary>
    public static bool Falls(string name) => name != Constant;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="rate">The rate at its highest.</param>
    /// <param name="epochs">When it ends.</param>
    /// <param name="warmup">In steps.</param>
    public static RateSchedule Of(string name, float rate, int epochs, int warmup) => new(
        name switch
        {
            // Constant for the first half of the epochs, then falling towards 0 (Zhu et al. 2017).
            Linear => new LinearDecay(rate, Begin: epochs / 2, End: epochs),
            Cosine => new CosineDecay(rate, epochs),
            Exponential => new ExponentialDecay(rate, (float)Math.Pow(Remainder, 1.0 / epochs)),
            _ => new ConstantRate(rate),
        },
        warmup);

    /// <summary>The rate of a step.</summary>
    /// <param name="step">From the run's beginning, counted from 0.</param>
    public float At(int epoch, long step)
    {
        float rate = Epochs.At(epoch);
        return step < Warmup ? new LinearWarmup(new ConstantRate(rate), Warmup).At((int)step) : rate;
    }
}
