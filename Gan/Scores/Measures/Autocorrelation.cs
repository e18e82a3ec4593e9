namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>How much a series resembles itself some rows later.</summary>
internal static class Autocorrelation
{
    /// <summary>
    /// Mean over all series and rows t of (x_t − m)·(x_{t+lag} − m), divided by the variance, with the mean m of all values: 1 at lag 0.
    /// </summary>
    /// <param name="values">Series of <paramref name="length"/> values, one after the other.</param>
    /// <param name="lag">0 to length − 1.</param>
    public static double Of(double[] values, int length, int lag)
    {
        double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean)), sum = 0;
        for (int begin = 0; begin < values.Length; begin += length)
        {
            for (int t = begin; t < begin + length - lag; t++)
                sum += (values[t] - mean) * (values[t + lag] - mean);
        }

        long pairs = (long)(values.Length / length) * (length - lag);
        return variance > 0 ? sum / pairs / variance : 0;
    }
}
