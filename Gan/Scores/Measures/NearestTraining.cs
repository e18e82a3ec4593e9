namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// The Euclidean distance of each sample to the nearest training image, with pixels in [0, 1]: samples of a generator that memorises are
/// nearer to training images than held-out real images are. A median alone would hide a few copies, so the share of samples below the <see
/// cref="Rare"/> quantile of the real distances is reported too.
/// </summary>
internal static class NearestTraining
{
    /// <summary>The share of held-out real images that are nearer to a training image than the bound for a copy.</summary>
    public const double Rare = 0.01;

    /// <summary>The distance of each sample to the nearest training image.</summary>
    /// <param name="products">Computes dot products.</param>
    /// <param name="samples">N × size, in [0, 1].</param>
    /// <param name="training">M × size, in [0, 1].</param>
    public static double[] Distances(Products products, ReadOnlySpan<float> samples, ReadOnlySpan<float> training, int size)
    {
        double[] sampleSquares = Products.Squares(samples, size), trainingSquares = Products.Squares(training, size);
        double[] nearest = new double[sampleSquares.Length];
        Array.Fill(nearest, double.PositiveInfinity);
        products.ForEach(samples, training, size, (first, firstTraining, columns, block) =>
        {
            for (int p = 0; p < block.Length; p++)
            {
                int i = first + (p / columns);
                nearest[i] = Math.Min(nearest[i], sampleSquares[i] + trainingSquares[firstTraining + (p % columns)] - (2.0 * block[p]));
            }
        });
        return Array.ConvertAll(nearest, squared => Math.Sqrt(Math.Max(squared, 0)));
    }

    /// <summary>The <see cref="Rare"/> quantile of the distances of real images.</summary>
    public static double Bound(double[] realDistances) => Quantile(realDistances, Rare);

    public static double Median(double[] distances) => Quantile(distances, 0.5);

    /// <summary>The share of samples that are nearer than the bound.</summary>
    public static double Copies(double[] distances, double bound) =>
        distances.Count(distance => distance < bound) / (double)distances.Length;

    /// <summary>The quantile: the value below which this share of the values lies.</summary>
    private static double Quantile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
    }
}
