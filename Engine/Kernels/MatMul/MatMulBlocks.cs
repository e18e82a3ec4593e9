using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// Cache blocking of a product: blocks that fit the caches (of a processor with 32 KB of L1 and 512 KB of L2, or more), and shares for
/// threads. Only <see cref="Steps"/> affects the bits of the result, and it depends on K alone.
/// </summary>
internal static class MatMulBlocks
{
    // A panel of B, MaxSteps × 2 vectors, fills half of L1: 16 KB in AVX2 (and 32 of 48 KB in AVX-512).
    private const int MaxSteps = 256;

    // Packed A: 192 KB, which leaves room in L2 for a slice of B and lines of C.
    private const int MaxFloatsOfA = 192 * MaxSteps;

    // Packed B if A is one block: 64 KB in L2, used at once. If A has several blocks, each of them reads B again, from L3 (2 MB).
    private const int SliceColumns = 64;
    private const int MaxColumns = 2048;

    // About 3 µs of work on one core. For less, waking another thread costs more than it saves.
    private const double FlopsWorthAThread = 250_000;

    // From about a millisecond of work on, each thread gets several shares: if one thread is interrupted, the others take over its rest.
    private const double FlopsWorthThreeTurns = 100_000_000;

    /// <summary>KC: the sums are cut into equal blocks (4 × 196 is better than 3 × 256 and 16).</summary>
    public static int Steps(int K) => RoundUp(Share(K, MaxSteps), 8);

    /// <summary>MC: if K is short, a block has more rows.</summary>
    public static int Rows(int rows, int KC, int MR) => RoundUp(Share(rows, RoundUp(MaxFloatsOfA / KC, MR)), MR);

    /// <summary>NC.</summary>
    public static int Columns(int columns, bool oneBlockOfRows, int NR) =>
        RoundUp(Math.Min(columns, oneBlockOfRows ? SliceColumns : MaxColumns), NR);

    /// <summary>
    /// Items that one thread takes at a time, in whole tiles. Each share packs its own copy of the operand that all shares have in
    /// common, so there are only as many shares as threads until the product is large.
    /// </summary>
    public static int Grain(MatMul sizes, int items, bool byRows, int threads)
    {
        int shares = (int)Math.Clamp(sizes.Flops / FlopsWorthAThread, 1, threads);
        if (sizes.Flops > FlopsWorthThreeTurns)
            shares *= 3;
        int columnsOfATile = 2 * SimdWidth.Widest / (8 * sizeof(float));
        return RoundUp(Math.Max((items + shares - 1) / shares, 1), byRows ? MatMulTile.MaxRows : columnsOfATile);
    }

    /// <summary>The size of the fewest equal pieces of at most <paramref name="limit"/>.</summary>
    private static int Share(int whole, int limit)
    {
        int pieces = Math.Max((whole + limit - 1) / limit, 1);
        return Math.Max((whole + pieces - 1) / pieces, 1);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
