using GanFromScratch.Engine.Kernels.Reduce;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>
/// How a group of a GPU walks over the M = N·Inner values of one channel of a block (N, C, Inner): the items take neighbours, and each
/// steps on by the group's 256. The place along Inner is carried from step to step, since a division for each value would take longer than
/// to read it.
/// </summary>
internal static class GroupWalk
{
    /// <summary>Where value <paramref name="i"/> of channel <paramref name="c"/> lies, counted over N and Inner.</summary>
    public static int At(int i, int c, int C, int inner) => (((i / inner * C) + c) * inner) + (i % inner);

    /// <summary>
    /// From value i to value i + 256: <paramref name="at"/> is where it lies, <paramref name="place"/> its place along Inner.
    /// </summary>
    public static void Next(ref int at, ref int place, int C, int inner)
    {
        place += GroupFold.Items % inner;
        at += (GroupFold.Items / inner * C * inner) + (GroupFold.Items % inner);
        if (place >= inner)
        {
            // Past the end of a stretch: over the stretches of the other channels, to the next one of this.
            place -= inner;
            at += (C - 1) * inner;
        }
    }

    /// <summary>
    /// Into how many blocks the values of each channel are cut, so that a few channels of large images keep a GPU busy: by the sizes alone.
    /// </summary>
    public static int Blocks(int N, int C, int inner) => Math.Clamp(512 / Math.Max(C, 1), 1, Math.Max(N * inner / 4096, 1));
}
