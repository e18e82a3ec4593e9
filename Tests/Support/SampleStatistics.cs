namespace GanFromScratch.Tests.Support;

/// <summary>
/// Statistics over many images that distinguish a trained generator from an untrained one, without judging single images.
/// </summary>
/// <param name="Mean">Of all pixels, paper being 0 and ink 1.</param>
/// <param name="Spread">
/// How far images differ from each other: the standard deviation of a pixel over the images, as the root of its mean square over all
/// pixels. 0 where all are the same, as with a generator that has collapsed.
/// </param>
/// <param name="Ink">The share of pixels that are nearer to ink than to paper.</param>
/// <param name="MeanImage">The mean of each pixel over all images: where they have their ink.</param>
internal sealed record SampleStatistics(double Mean, double Spread, double Ink, double[] MeanImage)
{
    /// <param name="values">Images one after the other, <paramref name="size"/> values each.</param>
    /// <param name="range">The values of paper and of ink.</param>
    public static SampleStatistics Of(ReadOnlySpan<float> values, int size, (float Low, float High) range)
    {
        int count = values.Length / size, inked = 0;
        double[] sums = new double[size], squares = new double[size];
        for (int i = 0; i < count * size; i++)
        {
            double x = (values[i] - range.Low) / (range.High - range.Low);
            sums[i % size] += x;
            squares[i % size] += x * x;
            inked += x > 0.5 ? 1 : 0;
        }

        double[] means = Array.ConvertAll(sums, s => s / count);
        double variance = Enumerable.Range(0, size).Average(p => (squares[p] / count) - (means[p] * means[p]));
        return new SampleStatistics(means.Average(), Math.Sqrt(Math.Max(variance, 0)), inked / (double)(count * size), means);
    }

    /// <summary>
    /// The correlation of two mean images, pixel by pixel: 1 where the ink is in the same places, 0 where they have nothing in common.
    /// </summary>
    public double Correlation(SampleStatistics other)
    {
        double a = MeanImage.Average(), b = other.MeanImage.Average(), product = 0, squareA = 0, squareB = 0;
        foreach ((double x, double y) in MeanImage.Zip(other.MeanImage))
        {
            product += (x - a) * (y - b);
            squareA += (x - a) * (x - a);
            squareB += (y - b) * (y - b);
        }

        return squareA * squareB > 0 ? product / Math.Sqrt(squareA * squareB) : 0;
    }
}
