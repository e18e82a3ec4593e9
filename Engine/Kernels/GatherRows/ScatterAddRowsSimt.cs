using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.GatherRows;

// The ladder. Several i may meet in one row of the table, and no two items may write there: each number of the table belongs to one item,
// which goes through all i in their order. All versions give the same bits; an index that is none makes
// every number NaN.
// 1  Columns       An item a column of the table. Reads each number of x once, but every sum goes through memory, one waiting for another.
// 2  Elements      An item an element of the table: it reads all indices, adds what is its own in a register, and writes once. Small
// tables. 3  ColumnsAlone  For a processor: an item a strip of 64 columns, rows added as vectors.

/// <summary><see cref="ScatterAddRows"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class ScatterAddRowsSimt
{
    private const int Strip = 64;

    // Above this many looks at an index version 2 loses by all that it looks at in vain what it won by not waiting.
    private const long MostLooks = 1L << 26;

    public static void Run(SimtDevice device, ScatterAddRows sizes, BufferView x, BufferView indices, BufferView table)
    {
        (int rows, int count, int width, bool accumulate) = (sizes.Rows, sizes.Count, sizes.Width, sizes.Accumulate);
        if (device.Traits.IsProcessor)
        {
            int groups = Division.Share(device, Division.Groups(width, Strip), (long)Strip * (count + rows));
            ColumnsAlone(device, groups, x, indices, table, rows, count, width, accumulate);
        }
        else if ((long)table.Length * count <= MostLooks)
        {
            Elements(device, Division.Groups(table.Length), x, indices, table, rows, count, width, accumulate);
        }
        else
        {
            Columns(device, Division.Groups(width), x, indices, table, rows, count, width, accumulate);
        }
    }

    [Kernel(1, "an item a column")]
    internal static void Columns(
        ArrayView<float> x, ArrayView<float> indices, ArrayView<float> table, int rows, int count, int width, bool accumulate)
    {
        int c = Grid.GlobalIndex.X;
        if (c < width)
        {
            for (int r = 0; r < rows && !accumulate; r++)
                table[(r * width) + c] = 0;
            bool isRight = true;
            for (int i = 0; i < count; i++)
            {
                int row = WholeIndex.OfFloat(indices[i], rows);
                isRight = isRight && row >= 0;
                if (row >= 0)
                    table[(row * width) + c] += x[(i * width) + c];
            }

            for (int r = 0; r < rows && !isRight; r++)
                table[(r * width) + c] = float.NaN;
        }
    }

    [Kernel(2, "an item an element, its sum in a register")]
    internal static void Elements(
        ArrayView<float> x, ArrayView<float> indices, ArrayView<float> table, int rows, int count, int width, bool accumulate)
    {
        int at = Grid.GlobalIndex.X;
        if (at < table.IntLength)
        {
            int row = at / width, c = at % width;
            float sum = accumulate ? table[at] : 0;
            for (int i = 0; i < count; i++)
            {
                int found = WholeIndex.OfFloat(indices[i], rows);
                if (found < 0)
                    sum = float.NaN;
                if (found == row)
                    sum += x[(i * width) + c];
            }

            table[at] = sum;
        }
    }

    [Kernel(3, "an item a strip of columns", GroupSize = 1)]
    internal static void ColumnsAlone(
        ArrayView<float> x, ArrayView<float> indices, ArrayView<float> table, int rows, int count, int width, bool accumulate)
    {
        for (int first = Grid.IdxX * Strip; first < width; first += Grid.DimX * Strip)
        {
            int end = Math.Min(first + Strip, width);
            for (int r = 0; r < rows && !accumulate; r++)
            {
                for (int c = first; c < end; c++)
                    table[(r * width) + c] = 0;
            }

            bool isRight = true;
            for (int i = 0; i < count; i++)
            {
                int row = WholeIndex.OfFloat(indices[i], rows);
                isRight = isRight && row >= 0;
                if (row >= 0)
                {
                    for (int c = first; c < end; c++)
                        table[(row * width) + c] += x[(i * width) + c];
                }
            }

            for (int r = 0; r < rows && !isRight; r++)
            {
                for (int c = first; c < end; c++)
                    table[(r * width) + c] = float.NaN;
            }
        }
    }
}
