namespace GanFromScratch.Layers;

/// <summary>Grows evenly to another schedule's rate: (t + 1)/duration of it while t &lt; duration, then all of it.</summary>
/// <param name="Then">The schedule, which counts from the same 0.</param>
/// <param name="Duration">≥ 1.</param>
public sealed record LinearWarmup(ISchedule Then, int Duration) : ISchedule
{
    public int Duration { get; } = Duration >= 1 ? Duration : throw new ArgumentOutOfRangeException(nameof(Duration), Duration, "At least 1.");

    public float At(int time) => (float)(Then.At(time) * Math.Min((time + 1.0) / Duration, 1));
}
