namespace GanFromScratch.Gan.Training;

/// <summary>
/// Means over the steps since the last look, from sums that are kept since the beginning of a row of the log. A window may span several.
/// </summary>
public sealed class MetricsWindow
{
    private readonly double[] sums = new double[StepMetrics.Count], seen = new double[StepMetrics.Count];
    private int steps, seenSteps;

    /// <summary>Takes what is new in a row's sums.</summary>
    /// <param name="rowSums">Sums since the row's beginning.</param>
    /// <param name="rowSteps">Their number of steps.</param>
    public void Add(ReadOnlySpan<float> rowSums, int rowSteps)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += rowSums[i] - seen[i];
            seen[i] = rowSums[i];
        }

        steps += rowSteps - seenSteps;
        seenSteps = rowSteps;
    }

    /// <summary>The sums begin again at 0.</summary>
    public void EndRow()
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
