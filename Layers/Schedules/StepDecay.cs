namespace GanFromScratch.Layers;

/// <summary>Multiplied by a factor at every <paramref name="Every"/>-th time.</summary>
/// <param name="Every">≥ 1.</param>
public sealed record StepDecay(float Rate, int Every, float Factor = 0.1f) : ISchedule
{
    public int Every { get; } = Every >= 1 ? Every : throw new ArgumentOutOfRangeException(nameof(Every), Every, "At least 1.");

    public float At(int time) => (float)(Rate * Math.Pow(Factor, time / Every));
}
