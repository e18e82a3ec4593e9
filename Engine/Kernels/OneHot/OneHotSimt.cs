using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.OneHot;

// The ladder:
// 1  Elements   An item an element of y: it compares its place with the row's index. Neighbours write neighbours.
// 2  RowsAlone  For a processor: an item a row; it is filled, and one element set.

/// <summary><see cref="OneHot"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class OneHotSimt
{
    public static void Run(SimtDevice device, OneHot sizes, BufferView indices, BufferView y)
    {
        if (device.Traits.IsProcessor)
            RowsAlone(device, Division.Share(device, sizes.Count, sizes.Classes), indices, y, sizes.Count, sizes.Classes);
        else
            Elements(device, Division.Groups(y.Length), indices, y, sizes.Classes);
    }

    [Kernel(1, "an item an element")]
    internal static void Elements(ArrayView<float> indices, ArrayView<float> y, int classes)
    {
        int at = Grid.GlobalIndex.X;
        if (at < y.IntLength)
        {
            int n = at / classes, c = at % classes, index = WholeIndex.OfFloat(indices[n], classes);
            y[at] = index < 0 ? float.NaN : c == index ? 1f : 0f;
        }
    }

    [Kernel(2, "an item a row", GroupSize = 1)]
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
