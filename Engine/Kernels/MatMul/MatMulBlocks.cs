using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// How a product is cut: into blocks that fit the caches (of a processor with 32 KB of L1 and 512 KB of L2, or more), and into shares for
/// threads. Only <see cref="Steps"/> has a say in the bits of the result, and it looks at nothing but K.
/// </summary>
internal static class MatMulBlocks
{
    // A panel of B, MaxSteps × 2 vectors, fills half of L1: 16 KB in AVX2 (and 32 of 48 KB in AVX-512).
    private const int MaxSteps = 256;

    // Packed A: 192 KB, so that a slice of B and lines of C have room beside it in L2.
    private const int MaxFloatsOfA = 192 * MaxSteps;

    // Packed B, where A is one block: 64 KB in L2, used at once. Where A has several, each of them reads B again, from L3 (2 MB).
    private const int SliceColumns = 64;
    private const int MaxColumns = 2048;

    // About 3 µs of work on one core: less, and waking another costs more than it brings.
    private const double FlopsWorthAThread = 250_000;

    // From about a millisecond on it pays to have several turns a thread: one that is interrupted leaves the rest to the others.
    private const double FlopsWorthThreeTurns = 100_000_000;

    /// <summary>KC: sums are cut into equal blocks. (Rather 4 × 196 than 3 × 256 and 16.)</summary>
    public static int Steps(int K) => RoundUp(Share(K, MaxSteps), 8);

    /// <summary>MC: where K is short, more rows fit.</summary>
    public static int Rows(int rows, int KC, int MR) => RoundUp(Share(rows, RoundUp(MaxFloatsOfA / KC, MR)), MR);

    /// <summary>NC.</summary>
    public static int Columns(int columns, bool oneBlockOfRows, int NR) =>
        RoundUp(Math.Min(columns, oneBlockOfRows ? SliceColumns : MaxColumns), NR);

    /// <summary>
    /// Items that one thread takes at a time, in whole tiles. A share packs the operand that it has in common with the others for itself;
    /// so as few shares as there are threads, until the product is large.
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
