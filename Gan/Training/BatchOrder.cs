using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// The order of the samples: every epoch visits all samples once in its own shuffled order, a pure function of seed and epoch. So a
/// checkpoint needs to store only (epoch, step).
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
