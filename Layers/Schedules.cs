namespace GanFromScratch.Layers;

/// <summary>
/// A learning rate schedule: the rate as a function of time, in steps or epochs as the caller chooses. Schedules hold no state: after a
/// resume the same time gives the same rate.
/// <code>optimizer.LearningRate = schedule.At(epoch);</code>
/// </summary>
public interface ISchedule
{
    /// <param name="time">≥ 0.</param>
    float At(int time);
}

/// <summary>A constant rate.</summary>
public sealed record ConstantRate(float Rate) : ISchedule
{
    public float At(int time) => Rate;
}

/// <summary>Step decay: multiplied by a factor every <paramref name="Every"/> time units.</summary>
/// <param name="Every">≥ 1.</param>
public sealed record StepDecay(float Rate, int Every, float Factor = 0.1f) : ISchedule
{
    public int Every { get; } = Every >= 1 ? Every : throw new ArgumentOutOfRangeException(nameof(Every), Every, "At least 1.");

    public float At(int time) => (float)(Rate * Math.Pow(Factor, time / Every));
}

/// <summary>Exponential decay: rate · factorᵗ.</summary>
public sealed record ExponentialDecay(float Rate, float Factor) : ISchedule
{
    public float At(int time) => (float)(Rate * Math.Pow(Factor, time));
}

/// <summary>
/// Linear decay: the rate until <paramref name="Begin"/>, then linearly down to a floor at <paramref name="End"/>, and the floor after.
/// </summary>
/// <param name="Begin">≥ 0.</param>
/// <param name="End">After the beginning.</param>
public sealed record LinearDecay(float Rate, int Begin, int End, float Floor = 0) : ISchedule
{
    public int End { get; } = End > Begin ? End : throw new ArgumentOutOfRangeException(
        nameof(End), End, $"After the beginning at {Begin}.");

    public float At(int time)
    {
        double done = Math.Clamp((time - (double)Begin) / (End - (double)Begin), 0, 1);
        return (float)(Rate + ((Floor - (double)Rate) * done));
    }
}

/// <summary>
/// Cosine annealing: half a cosine wave from the rate at 0 down to a floor at <paramref name="Duration"/>, and the floor after. Loshchilov,
/// Hutter 2017.
/// </summary>
/// <param name="Duration">≥ 1.</param>
public sealed record CosineDecay(float Rate, int Duration, float Floor = 0) : ISchedule
{
    public int Duration { get; } = Duration >= 1 ? Duration : throw new ArgumentOutOfRangeException(
        nameof(Duration), Duration, "At least 1.");

    public float At(int time) =>
        (float)(Floor + ((Rate - (double)Floor) * (1 + Math.Cos(Math.PI * Math.Min(time, Duration) / Duration)) / 2));
}

/// <summary>Linear warm-up to another schedule's rate: (t + 1)/duration of it while t &lt; duration, then all of it.</summary>
/// <param name="Then">The schedule, which counts from the same 0.</param>
/// <param name="Duration">≥ 1.</param>
public sealed record LinearWarmup(ISchedule Then, int Duration) : ISchedule
{
    public int Duration { get; } = Duration >= 1 ? Duration : throw new ArgumentOutOfRangeException(
        nameof(Duration), Duration, "At least 1.");

    public float At(int time) => (float)(Then.At(time) * Math.Min((time + 1.0) / Duration, 1));
}
