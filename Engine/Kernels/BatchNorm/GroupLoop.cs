using GanFromScratch.Engine.Kernels.Reduce;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>
/// The loop of a GPU's group over the M = N·Inner values of one channel of a block (N, C, Inner): a stride of the group's 256 items,
/// neighbours to neighbouring items (coalesced access). The position along Inner is carried from step to step, since a division for each
/// value would take longer than to read it.
/// </summary>
internal static class GroupLoop
{
    /// <summary>The offset of value <paramref name="i"/> of channel <paramref name="c"/>, counted over N and Inner.</summary>
    public static int At(int i, int c, int C, int inner) => (((i / inner * C) + c) * inner) + (i % inner);

    /// <summary>
    /// From value i to value i + 256: <paramref name="at"/> is its offset, <paramref name="place"/> its position along Inner.
    /// </summary>
    public static void Next(ref int at, ref int place, int C, int inner)
    {
        place += GroupFold.Items % inner;
        at += (GroupFold.Items / inner * C * inner) + (GroupFold.Items % inner);
        if (place >= inner)
        {
            // At the end of a run: skip the runs of the other channels, to the next one of this channel.
            place -= inner;
            at += (C - 1) * inner;
        }
    }

    /// <summary>
    /// The number of blocks per channel, so that a few channels of large images keep a GPU busy. It depends on the sizes alone.
    /// </summary>
    public static int Blocks(int N, int C, int inner) => Math.Clamp(512 / Math.Max(C, 1), 1, Math.Max(N * inner / 4096, 1));
}
