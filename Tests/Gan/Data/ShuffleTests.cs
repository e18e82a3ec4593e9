using FsCheck;
using GanFromScratch.Gan.Data;
using Checked = FsCheck.NUnit.PropertyAttribute;

namespace GanFromScratch.Tests.Gan.Data;

public sealed class ShuffleTests
{
    [Checked(MaxTest = 100)]
    public bool It_is_a_permutation(NonNegativeInt count, ulong seed, uint epoch) =>
        Shuffle.Epoch(count.Get, seed, epoch).Order().SequenceEqual(Enumerable.Range(0, count.Get));

    [Test]
    public void Seed_and_epoch_decide_alone()
    {
        int[] order = Shuffle.Epoch(1000, 1, 3);
        Assert.That(Shuffle.Epoch(1000, 1, 3), Is.EqualTo(order));
        Assert.That(Shuffle.Epoch(1000, 1, 4), Is.Not.EqualTo(order));
        Assert.That(Shuffle.Epoch(1000, 2, 3), Is.Not.EqualTo(order));
    }

    [Test]
    public void It_stays_the_same_from_version_to_version() =>
        Assert.That(Shuffle.Epoch(10, seed: 1, epoch: 0), Is.EqualTo(Frozen));

    [Test]
    public void Every_order_is_equally_likely()
    {
        // 24 orders of four, 24,000 epochs: χ² with 23 degrees of freedom exceeds 64.2 once in 100,000 times.
        var counts = new Dictionary<string, int>();
        for (uint epoch = 0; epoch < 24_000; epoch++)
        {
            string order = string.Concat(Shuffle.Epoch(4, 7, epoch));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        double chiSquare = counts.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000.0);
        Assert.That(counts, Has.Count.EqualTo(24));
        Assert.That(chiSquare, Is.LessThan(64.2));
    }

    [Test]
    public void Bounded_integers_are_fair_where_a_remainder_would_not_be()
    {
        // Of a bound of ⅔ 2³², the remainder of a word would give the lower half twice as often as the upper.
        const uint Bound = 0xAAAAAAAA;
        var random = new PhiloxWords(5, 0);
        int low = 0;
        for (int i = 0; i < 10_000; i++)
        {
            uint value = random.Below(Bound);
            Assert.That(value, Is.LessThan(Bound));
            low += value < Bound / 2 ? 1 : 0;
        }

        Assert.That(low, Is.EqualTo(5000).Within(250));
    }

    /// <summary>Computed by an independent Philox, Lemire and Fisher–Yates; a change would make old runs impossible to resume.</summary>
    private static readonly int[] Frozen = [5, 2, 7, 1, 6, 3, 9, 8, 4, 0];
}
