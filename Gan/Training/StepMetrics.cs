namespace GanFromScratch.Gan.Training;

/// <summary>The metrics, as means over the steps since the epoch began.</summary>
/// <param name="DiscriminatorLoss">The discriminator's loss.</param>
/// <param name="GeneratorLoss">The generator's loss.</param>
/// <param name="OnReal">D(x): mean verdict on real samples; ½ when the players are even.</param>
/// <param name="OnFake">D(G(z)): mean verdict on generated samples, before the generator's step.</param>
/// <param name="Accuracy">Share of samples, half of them real, that the discriminator puts on the right side of ½.</param>
public readonly record struct StepMetrics(double DiscriminatorLoss, double GeneratorLoss, double OnReal, double OnFake, double Accuracy)
{
    /// <summary>Number of values, in the order of the constructor.</summary>
    public const int Count = 5;

    /// <summary>False if a loss or a verdict is NaN or infinite: training cannot recover from that.</summary>
    public bool AreFinite => double.IsFinite(DiscriminatorLoss + GeneratorLoss + OnReal + OnFake + Accuracy);

    /// <summary>From sums over <paramref name="steps"/> steps.</summary>
    public static StepMetrics Mean(ReadOnlySpan<float> sums, int steps)
    {
        double n = Math.Max(steps, 1);
        return new(sums[0] / n, sums[1] / n, sums[2] / n, sums[3] / n, sums[4] / n);
    }
}
