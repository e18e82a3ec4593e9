using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Tests.Gan.Scores;

public sealed class AurocTests
{
    // The values of scikit-learn's documentation of roc_auc_score, and cases that are counted by hand.
    [TestCase(new[] { 0.1f, 0.4f }, new[] { 0.35f, 0.8f }, 0.75)]
    [TestCase(new[] { 1f, 2f, 3f }, new[] { 4f, 5f }, 1)]
    [TestCase(new[] { 4f, 5f }, new[] { 1f, 2f, 3f }, 0)]
    [TestCase(new[] { 7f, 7f, 7f }, new[] { 7f, 7f }, 0.5)]
    [TestCase(new[] { 1f, 2f, 2f }, new[] { 2f, 3f }, 5 / 6.0, Description = "(1 + ½ + ½ + 1 + 1 + 1)/6")]
    public void It_is_the_share_of_pairs_in_the_right_order(float[] normal, float[] anomalies, double expected) =>
        Assert.That(Auroc.Of(normal, anomalies), Is.EqualTo(expected).Within(1e-12));

    [Test]
    public void It_equals_the_count_of_all_pairs_with_ties_counted_half()
    {
        var random = new Random(1);
        float[] normal = [.. Enumerable.Range(0, 300).Select(_ => (float)random.Next(20))];
        float[] anomalies = [.. Enumerable.Range(0, 200).Select(_ => (float)random.Next(5, 25))];
        double pairs = normal.Sum(n => anomalies.Sum(a => a > n ? 1 : a == n ? 0.5 : 0));
        Assert.That(Auroc.Of(normal, anomalies), Is.EqualTo(pairs / (300 * 200)).Within(1e-12));
    }

    [Test]
    public void Without_scores_of_both_kinds_there_is_none() => Assert.That(Auroc.Of([1], []), Is.NaN);
}
