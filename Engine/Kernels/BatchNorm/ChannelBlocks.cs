namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>A block (N, C, Inner) whose channels are cut into several blocks each, as one kernel argument instead of many.</summary>
internal readonly struct ChannelBlocks(int n, int c, int inner, int count)
{
    public int N { get; } = n;

    public int C { get; } = c;

    public int Inner { get; } = inner;

    /// <summary>Blocks of a channel.</summary>
    public int Count { get; } = count;

    /// <summary>Values of a channel.</summary>
    public int Values() => N * Inner;

    /// <summary>The first value of a block.</summary>
    public int First(int block) => Math.Min(block * Length(), Values());

    /// <summary>Values of every block, except perhaps the last ones.</summary>
    private int Length() => (Values() + Count - 1) / Count;
}
