namespace GanFromScratch.Layers;

/// <summary>The rate until <paramref name="Begin"/>, then straight down to a floor at <paramref name="End"/>, and the floor after.</summary>
/// <param name="Begin">≥ 0.</param>
/// <param name="End">After the beginning.</param>
public sealed record LinearDecay(float Rate, int Begin, int End, float Floor = 0) : ISchedule
{
    public int End { get; } = End > Begin ? End : throw new ArgumentOutOfRangeException(nameof(End), End, $"After the beginning at {Begin}.");

    public float At(int time)
    {
        double done = Math.Clamp((time - (double)Begin) / (End - (double)Begin), 0, 1);
        return (float)(Rate + ((Floor - (double)Rate) * done));
    }
}
