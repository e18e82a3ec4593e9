namespace GanFromScratch.Gan.Training;

/// <summary>
/// Means over the steps since the last look, from sums that are kept since the epoch's beginning. A window may span several epochs.
/// </summary>
public sealed class MetricsWindow
{
    private readonly double[] sums = new double[StepMetrics.Count], seen = new double[StepMetrics.Count];
    private int steps, seenSteps;

    /// <summary>Takes what is new in an epoch's sums.</summary>
    /// <param name="epochSums">Sums since the epoch's beginning.</param>
    /// <param name="epochSteps">Their number of steps.</param>
    public void Add(ReadOnlySpan<float> epochSums, int epochSteps)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += epochSums[i] - seen[i];
            seen[i] = epochSums[i];
        }

        steps += epochSteps - seenSteps;
        seenSteps = epochSteps;
    }

    /// <summary>The epoch's sums begin again at 0.</summary>
    public void EndEpoch()
    {
        Array.Clear(seen);
        seenSteps = 0;
    }

    /// <summary>The means of the window; the next one begins.</summary>
    public StepMetrics Take()
    {
        StepMetrics mean = StepMetrics.Mean(Array.ConvertAll(sums, sum => (float)sum), steps);
        Array.Clear(sums);
        steps = 0;
        return mean;
    }
}
