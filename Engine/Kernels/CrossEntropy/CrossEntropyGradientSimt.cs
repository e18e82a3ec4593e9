using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Kernels.Softmax;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

// The exponentials are recomputed, which is cheaper than keeping them from the forward pass:
// Rows       One item per row. The best for a handful of classes.
// GroupRows  One group per row, with a tree reduction in shared memory. For long rows.
// RowsAlone  For a processor: one item per row, loops that the compiler vectorizes.

/// <summary><see cref="CrossEntropyGradient"/> on a GPU, or on a processor behind OpenCL. The exponentials are kept in d.</summary>
internal static partial class CrossEntropyGradientSimt
{
    public static KernelVersions<CrossEntropyGradientLaunch> Gpu() => KernelVersions<CrossEntropyGradientLaunch>.Cases([
        new("Rows", "one item per row", static (device, in work) =>
        {
            (int N, int C) = work.Sizes;
            Rows(device, Division.Groups(N), work.Logits, work.Classes, work.Dy, work.D, N, C);
        }),
        new("GroupRows", "one group per row, folded in shared memory", static (device, in work) =>
        {
            (int N, int C) = work.Sizes;
            GroupRows(device, N, work.Logits, work.Classes, work.Dy, work.D, N, C);
        },
            Pays: static (in work, _) => work.Sizes.C >= SoftmaxSimt.LongRow)]);

    public static KernelVersions<CrossEntropyGradientLaunch> Processor() => KernelVersions<CrossEntropyGradientLaunch>.Ladder([
        new("RowsAlone", "one item per row, in loops that the compiler vectorizes", static (device, in work) =>
        {
            (int N, int C) = work.Sizes;
            RowsAlone(device, Division.Share(device, N, 8L * C), work.Logits, work.Classes, work.Dy, work.D, N, C);
        })]);

    [Kernel]
    internal static void Rows(ArrayView<float> logits, ArrayView<float> classes, ArrayView<float> dy, ArrayView<float> d, int N, int C)
    {
        int n = Grid.GlobalIndex.X;
        if (n < N)
        {
            int begin = n * C, index = WholeIndex.OfFloat(classes[n], C);
            float largest = SoftmaxSimt.Largest(logits, begin, C), sum = 0;
            for (int c = 0; c < C; c++)
            {
                float power = Lane.Exp(logits[begin + c] - largest).Value;
                d[begin + c] = power;
                sum += power;
            }

            float factor = Factor(dy[0], N, sum, index);
            for (int c = 0; c < C; c++)
                d[begin + c] = Element(d[begin + c], sum, factor, c == index);
        }
    }

    [Kernel]
    internal static void GroupRows(ArrayView<float> logits, ArrayView<float> classes, ArrayView<float> dy, ArrayView<float> d, int N, int C)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int begin = Grid.IdxX * C, item = Group.IdxX, index = WholeIndex.OfFloat(classes[Grid.IdxX], C);
        float largest = GroupFold.Of<MaxReduction>(shared, SoftmaxSimt.LargestOfItem(logits, begin, C), 1);
        Cascade mine = Cascade.Empty<SumReduction>();
        for (int c = item; c < C; c += GroupFold.Items)
        {
            float power = Lane.Exp(logits[begin + c] - largest).Value;
            d[begin + c] = power;
            mine = Cascade.Add<SumReduction>(mine, power);
        }

        float sum = GroupFold.Of<SumReduction>(shared, Cascade.Total<SumReduction>(mine), 1), factor = Factor(dy[0], N, sum, index);
        for (int c = item; c < C; c += GroupFold.Items)
            d[begin + c] = Element(d[begin + c], sum, factor, c == index);
    }

    [Kernel(GroupSize = 1)]
    internal static void RowsAlone(ArrayView<float> logits, ArrayView<float> classes, ArrayView<float> dy, ArrayView<float> d, int N, int C)
    {
        for (int n = Grid.IdxX; n < N; n += Grid.DimX)
        {
            int begin = n * C, index = WholeIndex.OfFloat(classes[n], C);
            float largest = RunFold.Of<MaxReduction>(logits, begin, C), sum = SoftmaxSimt.Powers(logits, d, begin, C, largest);
            float factor = Factor(dy[0], N, sum, index);
            for (int c = 0; c < C; c++)
                d[begin + c] = Element(d[begin + c], sum, factor, c == index);
        }
    }

    /// <summary>dy / N / Σ e^(x − m); NaN if the class is invalid, which makes the whole row NaN.</summary>
    private static float Factor(float dy, int N, float sum, int index) => index < 0 ? float.NaN : dy / N / sum;

    /// <summary>(power − Σ) / Σ is the softmax less 1.</summary>
    private static float Element(float power, float sum, float factor, bool wanted) => (wanted ? power - sum : power) * factor;
}
