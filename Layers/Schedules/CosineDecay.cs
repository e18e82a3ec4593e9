namespace GanFromScratch.Layers;

/// <summary>Half a cosine wave from the rate at 0 down to a floor at <paramref name="Duration"/>, and the floor after. Loshchilov, Hutter 2017.</summary>
/// <param name="Duration">≥ 1.</param>
public sealed record CosineDecay(float Rate, int Duration, float Floor = 0) : ISchedule
{
    public int Duration { get; } = Duration >= 1 ? Duration : throw new ArgumentOutOfRangeException(nameof(Duration), Duration, "At least 1.");

    public float At(int time) => (float)(Floor + ((Rate - (double)Floor) * (1 + Math.Cos(Math.PI * Math.Min(time, Duration) / Duration)) / 2));
}
