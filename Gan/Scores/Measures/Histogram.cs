namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>How often each class or mode occurs, and how far from evenly.</summary>
internal static class Histogram
{
    public static int[] Of(IEnumerable<int> classes, int count)
    {
        var counts = new int[count];
        foreach (int c in classes)
            counts[c]++;
        return counts;
    }

    /// <summary>−Σ p·ln p: 0 when there is one class only, ln 10 = 2.303 when ten are as frequent.</summary>
    public static double Entropy(int[] counts) => Math.Log(counts.Length) - DivergenceFromEven(counts);

    /// <summary>
    /// KL(p ‖ even) = Σ p·ln(p·classes), "reverse" because the generated distribution stands first (PacGAN, arXiv 1712.04086): 0 when all
    /// are as frequent, ln of their number when there is one only. NaN of no samples.
    /// </summary>
    public static double DivergenceFromEven(int[] counts)
    {
        double all = counts.Sum(c => (long)c);
        return all == 0 ? double.NaN : counts.Where(c => c > 0).Sum(c => c / all * Math.Log(c / all * counts.Length));
    }

    /// <summary>How many classes occur at least so often.</summary>
    public static int Seen(int[] counts, int times = 1) => counts.Count(c => c >= times);
}
