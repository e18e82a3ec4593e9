namespace GanFromScratch.Gan.Data;

/// <summary>
/// The order in which an epoch visits the data: a pure function of seed and epoch, so that a resumed run needs to remember only those two
/// and its position.
/// </summary>
public static class Shuffle
{
    /// <summary>Separates this random stream from all others of the same seed: "SHUF" in the stream's upper half.</summary>
    private const ulong Stream = 0x53485546UL << 32;

    /// <summary>A permutation of 0 … <paramref name="count"/> − 1.</summary>
    public static int[] Epoch(int count, ulong seed, uint epoch)
    {
        var order = new int[count];
        Fill(order, seed, epoch);
        return order;
    }

    /// <summary>
    /// Fills <paramref name="order"/> with a permutation of 0 … Length − 1 (Fisher–Yates; Knuth, TAOCP 2, algorithm 3.4.2P).
    /// </summary>
    public static void Fill(Span<int> order, ulong seed, uint epoch)
    {
        var random = new PhiloxWords(seed, Stream | epoch);
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)random.Below((uint)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
