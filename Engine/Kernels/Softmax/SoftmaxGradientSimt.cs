using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Softmax;

// Rows       One item per row: first its sum, then its elements. The best for a handful of columns.
// GroupRows  One group per row: coalesced access, and a tree reduction in shared memory for the sum. For long rows.
// RowsAlone  For a processor: one item per row, 16 running totals for the sum, then a plain loop that the compiler vectorizes.

/// <summary><see cref="SoftmaxGradient"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class SoftmaxGradientSimt
{
    public static KernelVersions<SoftmaxGradientLaunch> Gpu() => KernelVersions<SoftmaxGradientLaunch>.Cases([
        new("Rows", "one item per row", static (device, in work) =>
        {
            (int rows, int columns, bool logarithm) = work.Sizes;
            Rows(device, Division.Groups(rows), work.Y, work.Dy, work.Dx, rows, columns, logarithm);
        }),
        new("GroupRows", "one group per row, folded in shared memory", static (device, in work) =>
        {
            (int rows, int columns, bool logarithm) = work.Sizes;
            GroupRows(device, rows, work.Y, work.Dy, work.Dx, columns, logarithm);
        },
            Pays: static (in work, _) => work.Sizes.Columns >= SoftmaxSimt.LongRow)]);

    public static KernelVersions<SoftmaxGradientLaunch> Processor() => KernelVersions<SoftmaxGradientLaunch>.Ladder([
        new("RowsAlone", "one item per row, in loops that the compiler vectorizes", static (device, in work) =>
        {
            (int rows, int columns, bool logarithm) = work.Sizes;
            RowsAlone(device, Division.Share(device, rows, 4L * columns), work.Y, work.Dy, work.Dx, rows, columns, logarithm);
        })]);

    [Kernel]
    internal static void Rows(ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, int rows, int columns, bool logarithm)
    {
        int row = Grid.GlobalIndex.X;
        if (row < rows)
        {
            float sum = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++)
                sum += logarithm ? dy[i] : dy[i] * y[i];
            for (int i = row * columns; i < (row + 1) * columns; i++)
                dx[i] = Element(y[i], dy[i], sum, logarithm);
        }
    }

    [Kernel]
    internal static void GroupRows(ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, int columns, bool logarithm)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int begin = Grid.IdxX * columns, end = begin + columns;
        Cascade mine = Cascade.Empty<SumReduction>();
        for (int i = begin + Group.IdxX; i < end; i += GroupFold.Items)
            mine = Cascade.Add<SumReduction>(mine, logarithm ? dy[i] : dy[i] * y[i]);
        float sum = GroupFold.Of<SumReduction>(shared, Cascade.Total<SumReduction>(mine), 1);
        for (int i = begin + Group.IdxX; i < end; i += GroupFold.Items)
            dx[i] = Element(y[i], dy[i], sum, logarithm);
    }

    [Kernel(GroupSize = 1)]
    internal static void RowsAlone(ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, int rows, int columns, bool logarithm)
    {
        for (int row = Grid.IdxX; row < rows; row += Grid.DimX)
        {
            int begin = row * columns, end = begin + columns;
            float sum = logarithm ? RunFold.Of<SumReduction>(dy, begin, columns) : RunFold.Sum<ProductTerm>(dy, y, 0, begin, columns);
            if (logarithm)
            {
                for (int i = begin; i < end; i++)
                    dx[i] = Element(y[i], dy[i], sum, true);
            }
            else
            {
                for (int i = begin; i < end; i++)
                    dx[i] = Element(y[i], dy[i], sum, false);
            }
        }
    }

    private static float Element(float y, float dy, float sum, bool logarithm) =>
        logarithm ? dy - (Lane.Exp(y).Value * sum) : y * (dy - sum);
}
