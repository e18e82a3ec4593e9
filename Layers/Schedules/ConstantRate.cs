namespace GanFromScratch.Layers;

/// <summary>Always the same.</summary>
public sealed record ConstantRate(float Rate) : ISchedule
{
    public float At(int time) => Rate;
}
