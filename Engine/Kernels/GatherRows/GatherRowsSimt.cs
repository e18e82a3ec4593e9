using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// <see cref="GatherRows"/> on a GPU, or on a processor behind OpenCL. On a GPU one item per element is best: access is coalesced, and
/// the index is fetched once for all of them.
/// </summary>
internal static partial class GatherRowsSimt
{
    public static KernelVersions<GatherRowsLaunch> Gpu() => KernelVersions<GatherRowsLaunch>.Ladder([
        new("Elements", "one item per element of y: neighbours read neighbours", static (device, in work) => Elements(
            device, Division.Groups(work.Y.Length), work.Table, work.Indices, work.Y, work.Sizes.Rows, work.Sizes.Width))]);

    public static KernelVersions<GatherRowsLaunch> Processor() => KernelVersions<GatherRowsLaunch>.Ladder([
        new("RowsAlone", "one item per row of y, a block copy", static (device, in work) => RowsAlone(
            device, Division.Share(device, work.Sizes.Count, work.Sizes.Width), work.Table, work.Indices, work.Y, work.Sizes.Rows,
            work.Sizes.Count, work.Sizes.Width))]);

    [Kernel]
    internal static void Elements(ArrayView<float> table, ArrayView<float> indices, ArrayView<float> y, int rows, int width)
    {
        int at = Grid.GlobalIndex.X;
        if (at < y.IntLength)
        {
            int i = at / width, c = at % width, row = WholeIndex.OfFloat(indices[i], rows);
            y[at] = row < 0 ? float.NaN : table[(row * width) + c];
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void RowsAlone(ArrayView<float> table, ArrayView<float> indices, ArrayView<float> y, int rows, int count, int width)
    {
        for (int i = Grid.IdxX; i < count; i += Grid.DimX)
        {
            int row = WholeIndex.OfFloat(indices[i], rows);
            if (row < 0)
            {
                for (int c = 0; c < width; c++)
                    y[(i * width) + c] = float.NaN;
            }
            else
            {
                for (int c = 0; c < width; c++)
                    y[(i * width) + c] = table[(row * width) + c];
            }
        }
    }
}
