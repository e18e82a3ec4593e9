using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.OneHot;

/// <summary><see cref="OneHot"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class OneHotSimt
{
    public static KernelVersions<OneHotLaunch> Gpu() => KernelVersions<OneHotLaunch>.Ladder([
        new("Elements", "one item per element of y; it compares its column with the row's index", static (device, in work) =>
            Elements(device, Division.Groups(work.Y.Length), work.Indices, work.Y, work.Sizes.Classes))]);

    public static KernelVersions<OneHotLaunch> Processor() => KernelVersions<OneHotLaunch>.Ladder([
        new("RowsAlone", "one item per row: filled with zeros, then one element set", static (device, in work) => RowsAlone(
            device, Division.Share(device, work.Sizes.Count, work.Sizes.Classes), work.Indices, work.Y, work.Sizes.Count,
            work.Sizes.Classes))]);

    [Kernel]
    internal static void Elements(ArrayView<float> indices, ArrayView<float> y, int classes)
    {
        int at = Grid.GlobalIndex.X;
        if (at < y.IntLength)
        {
            int n = at / classes, c = at % classes, index = WholeIndex.OfFloat(indices[n], classes);
            y[at] = index < 0 ? float.NaN : c == index ? 1f : 0f;
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void RowsAlone(ArrayView<float> indices, ArrayView<float> y, int count, int classes)
    {
        for (int n = Grid.IdxX; n < count; n += Grid.DimX)
        {
            int index = WholeIndex.OfFloat(indices[n], classes);
            float rest = index < 0 ? float.NaN : 0;
            for (int c = 0; c < classes; c++)
                y[(n * classes) + c] = rest;
            if (index >= 0)
                y[(n * classes) + index] = 1;
        }
    }
}
