namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// The area under the receiver operating characteristic: the probability that an anomaly scores higher than a normal sample, ties counted
/// half. By ranks (Hanley, McNeil 1982; the Mann-Whitney statistic U):
/// <code>
///   (R − m·(m + 1)/2)/(m·n)
/// </code>
/// where R is the sum of the ranks of m anomalies among all m + n scores, and equal scores share the mean of their ranks.
/// </summary>
internal static class Auroc
{
    /// <param name="normal">n scores.</param>
    /// <param name="anomalies">m scores.</param>
    /// <returns>From 0 to 1, ½ by chance; NaN without scores of both kinds.</returns>
    public static double Of(IReadOnlyCollection<float> normal, IReadOnlyCollection<float> anomalies)
    {
        (float Score, bool IsAnomaly)[] all = [.. normal.Select(s => (s, false)), .. anomalies.Select(s => (s, true))];
        Array.Sort(all, (a, b) => a.Score.CompareTo(b.Score));
        double ranks = 0;
        for (int begin = 0, end; begin < all.Length; begin = end)
        {
            end = begin + 1;
            while (end < all.Length && all[end].Score == all[begin].Score)
                end++;
            double rank = (begin + 1 + end) / 2.0;
            for (int i = begin; i < end; i++)
                ranks += all[i].IsAnomaly ? rank : 0;
        }

        double m = anomalies.Count, n = normal.Count;
        return (ranks - (m * (m + 1) / 2)) / (m * n);
    }
}
