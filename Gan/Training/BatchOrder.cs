using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Which samples come next: every epoch goes once through all samples in an order of its own, a pure function of seed and epoch, so that
/// (epoch, step) is all a checkpoint needs to know.
/// </summary>
public sealed class BatchOrder(int count, int batch, ulong seed)
{
    private readonly int[] order = new int[count];
    private uint shuffled = uint.MaxValue;

    /// <summary>Whole batches in an epoch.</summary>
    public int BatchesPerEpoch => count / batch;

    /// <summary>The samples of a batch.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="index">From 0 to <see cref="BatchesPerEpoch"/> − 1.</param>
    public ReadOnlySpan<int> Batch(uint epoch, int index)
    {
        if (shuffled != epoch)
            Shuffle.Fill(order, seed, epoch);
        shuffled = epoch;
        return order.AsSpan(index * batch, batch);
    }
}
