using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

public sealed class BatchOrderTests
{
    [Test]
    public void An_epoch_goes_once_through_all_samples_that_fill_a_batch()
    {
        var order = new BatchOrder(count: 103, batch: 10, seed: 7);
        int[] seen = Epoch(order, 0, 10);
        Assert.Multiple(() =>
        {
            Assert.That(order.BatchesPerEpoch, Is.EqualTo(10));
            Assert.That(seen.Distinct().Count(), Is.EqualTo(100), "no sample comes twice");
            Assert.That(seen, Has.All.InRange(0, 102));
        });
    }

    [Test]
    public void Each_epoch_has_an_order_of_its_own_and_so_leaves_out_others()
    {
        var order = new BatchOrder(103, 10, seed: 7);
        int[] first = Epoch(order, 0, 10), second = Epoch(order, 1, 10);
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(first.Union(second).Count(), Is.GreaterThan(100));
    }

    [Test]
    public void A_batch_depends_on_seed_epoch_and_index_alone()
    {
        int[] straight = Epoch(new BatchOrder(60, 8, seed: 3), 5, 7);
        var wandering = new BatchOrder(60, 8, seed: 3);
        wandering.Batch(9, 2);
        wandering.Batch(5, 6);
        wandering.Batch(0, 0);
        Assert.Multiple(() =>
        {
            Assert.That(wandering.Batch(5, 3).ToArray(), Is.EqualTo(straight[24..32]));
            Assert.That(Epoch(new BatchOrder(60, 8, seed: 4), 5, 7), Is.Not.EqualTo(straight));
        });
    }

    private static int[] Epoch(BatchOrder order, uint epoch, int batches) =>
        [.. Enumerable.Range(0, batches).SelectMany(i => order.Batch(epoch, i).ToArray())];
}
