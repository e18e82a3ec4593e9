namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>Distances between two samples of one column.</summary>
internal static class Marginals
{
    /// <summary>The largest difference of the two distribution functions (Kolmogorov, Smirnov): 0 equal, 1 apart.</summary>
    public static double KolmogorovSmirnov(double[] a, double[] b)
    {
        (double[] x, double[] y) = (Sorted(a), Sorted(b));
        (int i, int j) = (0, 0);
        double largest = 0;
        while (i < x.Length && j < y.Length)
        {
            double at = Math.Min(x[i], y[j]);
            while (i < x.Length && x[i] <= at)
                i++;
            while (j < y.Length && y[j] <= at)
                j++;
            largest = Math.Max(largest, Math.Abs((i / (double)x.Length) - (j / (double)y.Length)));
        }

        return largest;
    }

    /// <summary>How far values must move, on average, for one sample to become the other (Wasserstein 1), in the column's unit.</summary>
    public static double Wasserstein(double[] a, double[] b)
    {
        (double[] x, double[] y) = (Sorted(a), Sorted(b));
        (int i, int j) = (0, 0);
        double sum = 0, before = double.NaN;
        while (i < x.Length || j < y.Length)
        {
            double at = j >= y.Length || (i < x.Length && x[i] <= y[j]) ? x[i] : y[j];
            if (!double.IsNaN(before))
                sum += (at - before) * Math.Abs((i / (double)x.Length) - (j / (double)y.Length));
            while (i < x.Length && x[i] <= at)
                i++;
            while (j < y.Length && y[j] <= at)
                j++;
            before = at;
        }

        return sum;
    }

    /// <summary>Half the sum of the differences of shares: 0 equal, 1 apart.</summary>
    public static double TotalVariation(double[] a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Sum() / 2;

    /// <summary>The value that a share of them lies below.</summary>
    /// <param name="sorted">At least one, ascending.</param>
    public static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];

    /// <summary>The values that are not missing, ascending.</summary>
    public static double[] Sorted(double[] values) => [.. values.Where(value => !double.IsNaN(value)).Order()];
}
