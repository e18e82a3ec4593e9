using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.GatherRows;

// The ladder:
// 1  Elements   An item an element of y. Neighbours read neighbours, and the index is fetched once for all of them: there is no better on a
// GPU. 2  RowsAlone  For a processor: an item a row of y, a block move.

/// <summary><see cref="GatherRows"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class GatherRowsSimt
{
    public static void Run(SimtDevice device, GatherRows sizes, BufferView table, BufferView indices, BufferView y)
    {
        if (device.Traits.IsProcessor)
            RowsAlone(device, Division.Share(device, sizes.Count, sizes.Width), table, indices, y, sizes.Rows, sizes.Count, sizes.Width);
        else
            Elements(device, Division.Groups(y.Length), table, indices, y, sizes.Rows, sizes.Width);
    }

    [Kernel(1, "an item an element")]
    internal static void Elements(ArrayView<float> table, ArrayView<float> indices, ArrayView<float> y, int rows, int width)
    {
        int at = Grid.GlobalIndex.X;
        if (at < y.IntLength)
        {
            int i = at / width, c = at % width, row = WholeIndex.OfFloat(indices[i], rows);
            y[at] = row < 0 ? float.NaN : table[(row * width) + c];
        }
    }

    [Kernel(2, "an item a row, a block move", GroupSize = 1)]
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
