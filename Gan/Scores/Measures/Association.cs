using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// How strongly two columns depend on each other: of two numbers Pearson's correlation, −1 … 1; of a number and a category the correlation
/// ratio, 0 … 1; of two categories Cramér's V, 0 … 1. Rows in which one is missing are left out.
/// </summary>
internal static class Association
{
    /// <summary>Of every two columns, in the order (0, 1), (0, 2), …, (1, 2), ….</summary>
    public static double[] Of(DataTable table)
    {
        int count = table.Columns.Count;
        return [.. Enumerable.Range(0, count).SelectMany(a => Enumerable.Range(a + 1, count - a - 1).Select(b => Of(table, a, b)))];
    }

    private static double Of(DataTable table, int a, int b) =>
        (table.Columns.All[a].IsNumber, table.Columns.All[b].IsNumber) switch
        {
            (true, true) => Pearson(table.Values[a], table.Values[b]),
            (true, false) => Ratio(table.Values[a], table.Values[b], table.Columns.All[b].Choices),
            (false, true) => Ratio(table.Values[b], table.Values[a], table.Columns.All[a].Choices),
            _ => Cramer(table, a, b),
        };

    private static double Pearson(double[] a, double[] b)
    {
        (double x, double y)[] there = [.. a.Zip(b).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second))];
        if (there.Length == 0)
            return 0;
        double meanX = there.Average(p => p.x), meanY = there.Average(p => p.y), xx = 0, yy = 0, xy = 0;
        foreach ((double x, double y) in there)
            (xx, yy, xy) = (xx + ((x - meanX) * (x - meanX)), yy + ((y - meanY) * (y - meanY)), xy + ((x - meanX) * (y - meanY)));
        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }

    /// <summary>√(variance of the categories' means / variance of all).</summary>
    private static double Ratio(double[] numbers, double[] categories, int count)
    {
        double[] sums = new double[count], counts = new double[count];
        double square = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (double.IsNaN(numbers[i]))
                continue;
            int k = (int)categories[i];
            (sums[k], counts[k], square) = (sums[k] + numbers[i], counts[k] + 1, square + (numbers[i] * numbers[i]));
        }

        double n = counts.Sum(), mean = n > 0 ? sums.Sum() / n : 0, between = 0, all = square - (n * mean * mean);
        for (int k = 0; k < count; k++)
            between += counts[k] > 0 ? counts[k] * Math.Pow((sums[k] / counts[k]) - mean, 2) : 0;
        return all > 0 ? Math.Sqrt(Math.Min(1, between / all)) : 0;
    }

    /// <summary>√(χ²/n / (least number of categories − 1)).</summary>
    private static double Cramer(DataTable table, int columnA, int columnB)
    {
        (double[] a, double[] b) = (table.Values[columnA], table.Values[columnB]);
        double[] ofA = table.Shares(columnA), ofB = table.Shares(columnB);
        (int countA, int countB) = (ofA.Length, ofB.Length);
        double[,] joint = new double[countA, countB];
        for (int i = 0; i < a.Length; i++)
            joint[(int)a[i], (int)b[i]] += 1.0 / a.Length;
        double sum = 0;
        for (int j = 0; j < countA; j++)
        {
            for (int k = 0; k < countB; k++)
                sum += ofA[j] * ofB[k] is > 0 and double expected ? Math.Pow(joint[j, k] - expected, 2) / expected : 0;
        }

        int least = Math.Min(ofA.Count(share => share > 0), ofB.Count(share => share > 0)) - 1;
        return least > 0 ? Math.Sqrt(sum / least) : 0;
    }
}
