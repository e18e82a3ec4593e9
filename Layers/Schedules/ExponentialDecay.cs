namespace GanFromScratch.Layers;

/// <summary>Multiplied by a factor every time: rate · factorᵗ.</summary>
public sealed record ExponentialDecay(float Rate, float Factor) : ISchedule
{
    public float At(int time) => (float)(Rate * Math.Pow(Factor, time));
}
