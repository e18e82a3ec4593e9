using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Softmax;

// Rows       One item per row, three passes: the maximum, the exponentials and their sum, the quotient. The best for a handful of columns.
// GroupRows  One group per row: coalesced access, and tree reductions in shared memory for the maximum and the sum. For long rows.
// RowsAlone  For a processor: one item per row, each pass a plain loop along it that the compiler vectorizes.

/// <summary><see cref="Softmax"/> on a GPU, or on a processor behind OpenCL. The exponentials are kept in y.</summary>
internal static partial class SoftmaxSimt
{
    /// <summary>From this many columns on, one group per row is faster than one item per row.</summary>
    public const int LongRow = 64;

    public static KernelVersions<SoftmaxLaunch> Gpu() => KernelVersions<SoftmaxLaunch>.Cases([
        new("Rows", "one item per row", static (device, in work) =>
        {
            (int rows, int columns, bool logarithm) = work.Sizes;
            Rows(device, Division.Groups(rows), work.X, work.Y, rows, columns, logarithm);
        }),
        new("GroupRows", "one group per row, folded in shared memory", static (device, in work) =>
        {
            (int rows, int columns, bool logarithm) = work.Sizes;
            GroupRows(device, rows, work.X, work.Y, columns, logarithm);
        },
            Pays: static (in work, _) => work.Sizes.Columns >= LongRow)]);

    public static KernelVersions<SoftmaxLaunch> Processor() => KernelVersions<SoftmaxLaunch>.Ladder([
        new("RowsAlone", "one item per row, in loops that the compiler vectorizes", static (device, in work) =>
        {
            (int rows, int columns, bool logarithm) = work.Sizes;
            RowsAlone(device, Division.Share(device, rows, 8L * columns), work.X, work.Y, rows, columns, logarithm);
        })]);

    [Kernel]
    internal static void Rows(ArrayView<float> x, ArrayView<float> y, int rows, int columns, bool logarithm)
    {
        int row = Grid.GlobalIndex.X;
        if (row < rows)
        {
            int begin = row * columns;
            float largest = Largest(x, begin, columns), sum = 0;
            for (int c = 0; c < columns; c++)
            {
                float power = Lane.Exp(x[begin + c] - largest).Value;
                y[begin + c] = power;
                sum += power;
            }

            float log = Lane.Log(sum).Value;
            for (int c = 0; c < columns; c++)
                y[begin + c] = logarithm ? x[begin + c] - largest - log : y[begin + c] / sum;
        }
    }

    [Kernel]
    internal static void GroupRows(ArrayView<float> x, ArrayView<float> y, int columns, bool logarithm)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int begin = Grid.IdxX * columns, item = Group.IdxX;
        float largest = GroupFold.Of<MaxReduction>(shared, LargestOfItem(x, begin, columns), 1);
        Cascade mine = Cascade.Empty<SumReduction>();
        for (int c = item; c < columns; c += GroupFold.Items)
        {
            float power = Lane.Exp(x[begin + c] - largest).Value;
            y[begin + c] = power;
            mine = Cascade.Add<SumReduction>(mine, power);
        }

        float sum = GroupFold.Of<SumReduction>(shared, Cascade.Total<SumReduction>(mine), 1), log = Lane.Log(sum).Value;
        for (int c = item; c < columns; c += GroupFold.Items)
            y[begin + c] = logarithm ? x[begin + c] - largest - log : y[begin + c] / sum;
    }

    [Kernel(GroupSize = 1)]
    internal static void RowsAlone(ArrayView<float> x, ArrayView<float> y, int rows, int columns, bool logarithm)
    {
        for (int row = Grid.IdxX; row < rows; row += Grid.DimX)
        {
            int begin = row * columns;
            float largest = RunFold.Of<MaxReduction>(x, begin, columns), sum = Powers(x, y, begin, columns, largest);
            if (logarithm)
            {
                float log = Lane.Log(sum).Value;
                for (int c = 0; c < columns; c++)
                    y[begin + c] = x[begin + c] - largest - log;
            }
            else
            {
                for (int c = 0; c < columns; c++)
                    y[begin + c] /= sum;
            }
        }
    }

    /// <summary>The maximum of a row; NaN if there is one.</summary>
    internal static float Largest(ArrayView<float> x, int begin, int count)
    {
        float largest = float.NegativeInfinity;
        for (int i = 0; i < count; i++)
            largest = Lane.Max(largest, x[begin + i]).Value;
        return largest;
    }

    /// <summary>The maximum of every 256th element of a row, from the item's index on.</summary>
    internal static float LargestOfItem(ArrayView<float> x, int begin, int count)
    {
        float largest = float.NegativeInfinity;
        for (int i = Group.IdxX; i < count; i += GroupFold.Items)
            largest = Lane.Max(largest, x[begin + i]).Value;
        return largest;
    }

    /// <summary>
    /// powers[begin + i] = e^(x[begin + i] − largest); returns their sum. Two loops: compilers vectorize a loop that has no sum.
    /// </summary>
    internal static float Powers(ArrayView<float> x, ArrayView<float> powers, int begin, int count, float largest)
    {
        for (int i = 0; i < count; i++)
            powers[begin + i] = Lane.Exp(x[begin + i] - largest).Value;
        return RunFold.Of<SumReduction>(powers, begin, count);
    }
}
