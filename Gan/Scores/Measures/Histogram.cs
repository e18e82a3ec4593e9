namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>The frequency of each class or mode, and the deviation from the uniform distribution.</summary>
internal static class Histogram
{
    public static int[] Of(IEnumerable<int> classes, int count)
    {
        var counts = new int[count];
        foreach (int c in classes)
            counts[c]++;
        return counts;
    }

    /// <summary>−Σ p·ln p: the entropy, 0 for a single class, ln 10 = 2.303 for ten equally frequent ones.</summary>
    public static double Entropy(int[] counts) => Math.Log(counts.Length) - DivergenceFromEven(counts);

    /// <summary>
    /// KL(p ‖ uniform) = Σ p·ln(p·classes), "reverse" because the generated distribution comes first (PacGAN, arXiv 1712.04086): 0 if all
    /// are equally frequent, ln of their number if only one occurs. NaN without samples.
    /// </summary>
    public static double DivergenceFromEven(int[] counts)
    {
        double all = counts.Sum(c => (long)c);
        return all == 0 ? double.NaN : counts.Where(c => c > 0).Sum(c => c / all * Math.Log(c / all * counts.Length));
    }

    /// <summary>The number of classes that occur at least this often.</summary>
    public static int Seen(int[] counts, int times = 1) => counts.Count(c => c >= times);
}
