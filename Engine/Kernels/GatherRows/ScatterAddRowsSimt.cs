using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// <see cref="ScatterAddRows"/> on a GPU, or on a processor behind OpenCL. Several i may meet in one row of the table, and no two items may
/// write there: each number of the table belongs to one item, which goes through all i in their order. All versions give the same bits; an
/// index out of range makes every number NaN.
/// </summary>
internal static partial class ScatterAddRowsSimt
{
    private const int Strip = 64;

    // Above this many looks at an index Elements loses by all that it looks at in vain what it won by not waiting.
    private const long MostLooks = 1L << 26;

    public static KernelVersions<ScatterAddRowsLaunch> Gpu() => KernelVersions<ScatterAddRowsLaunch>.Ladder([
        new("Columns", "one item per column of the table: sums in memory, each addition waits for the last", static (device, in work) =>
            Columns(
                device, Division.Groups(work.Sizes.Width), work.X, work.Indices, work.Table, work.Sizes.Rows, work.Sizes.Count,
                work.Sizes.Width, work.Sizes.Accumulate)),
        new("Elements", "one item per element of the table: reads all indices, sum in a register", static (device, in work) =>
            Elements(
                device, Division.Groups(work.Table.Length), work.X, work.Indices, work.Table, work.Sizes.Rows, work.Sizes.Count,
                work.Sizes.Width, work.Sizes.Accumulate),
            Pays: static (in work, _) => (long)work.Table.Length * work.Sizes.Count <= MostLooks)]);

    public static KernelVersions<ScatterAddRowsLaunch> Processor() => KernelVersions<ScatterAddRowsLaunch>.Ladder([
        new("ColumnsAlone", "one item per strip of 64 columns, rows added as vectors", static (device, in work) =>
            ColumnsAlone(
                device, Division.Share(
                    device, Division.Groups(work.Sizes.Width, Strip), (long)Strip * (work.Sizes.Count + work.Sizes.Rows)),
                work.X, work.Indices, work.Table, work.Sizes.Rows, work.Sizes.Count, work.Sizes.Width, work.Sizes.Accumulate))]);

    [Kernel]
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

    [Kernel]
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

    [Kernel(GroupSize = 1)]
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
