namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>
/// The items of the CPU for a block (N, C, Inner), each a few whole channels, so that every sum stays inside one item.
/// <list type="bullet">
/// <item>Inner = 1: neighbouring channels are contiguous in memory. An item is a strip of at most <see cref="Strip"/> of them, and its
/// loops go down the rows: contiguous access, no fold across lanes.</item>
/// <item>Inner &gt; 1: an item is one channel, N runs of Inner values.</item>
/// </list>
/// </summary>
internal readonly struct ChannelItems(int N, int C, int inner)
{
    /// <summary>256 channels of 64 rows are 64 KiB: after the first pass they are in the second-level cache.</summary>
    public const int Strip = 256;

    /// <summary>
    /// Numbers that a float running total adds in sequence; longer sums are pairwise, or in double.
    /// </summary>
    public const int Chain = 32;

    // Passing work to another thread costs a microsecond or two; below this many values it is slower.
    private const int Worthwhile = 1 << 14;
    private readonly int channels = C;

    public int Channels { get; } = inner == 1 ? Strip : 1;

    public int Count => (channels + Channels - 1) / Channels;

    public int Grain { get; } = (int)Math.Clamp(
        Worthwhile / Math.Max((long)N * inner * (inner == 1 ? Math.Min(Strip, C) : 1), 1), 1, int.MaxValue);

    /// <summary>The first channel of an item, and how many it has.</summary>
    public int Locate(int item, out int count)
    {
        int first = item * Channels;
        count = Math.Min(Channels, channels - first);
        return first;
    }
}
