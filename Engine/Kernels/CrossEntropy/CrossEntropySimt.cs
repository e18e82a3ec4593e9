using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Kernels.Softmax;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

// All but OneGroup leave a loss for each row in scratch memory, and Reduce makes their mean:
// Rows       An item a row.
// GroupRows  A group a row, folded in shared memory. Long rows.
// OneGroup   One group does it all, an item several short rows, and folds the mean: one launch less for a batch of usual size.
// RowsAlone  For a processor: an item a row, 16 running totals for the largest and for the sum.

/// <summary><see cref="CrossEntropy"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class CrossEntropySimt
{
    // So many rows one group of 256 takes without being slower than a launch.
    private const int RowsOfOneGroup = 1024;

    // Puts the loss of each row into scratch memory.
    private delegate void RowLosses(SimtDevice device, in CrossEntropyLaunch work, BufferView losses);

    public static KernelVersions<CrossEntropyLaunch> Gpu() => KernelVersions<CrossEntropyLaunch>.Cases([
        new("Rows", "one item per row", static (device, in work) => Mean(device, work, static (device, in work, losses) =>
            Rows(device, Division.Groups(work.Sizes.N), work.Logits, work.Classes, losses, work.Sizes.N, work.Sizes.C))),
        new("GroupRows", "one group per row, folded in shared memory", static (device, in work) =>
            Mean(device, work, static (device, in work, losses) =>
                GroupRows(device, work.Sizes.N, work.Logits, work.Classes, losses, work.Sizes.C)),
            Pays: static (in work, _) => work.Sizes.C >= SoftmaxSimt.LongRow),
        new("OneGroup", "one group for all rows and their mean", static (device, in work) =>
            OneGroup(device, 1, work.Logits, work.Classes, work.Y, work.Sizes.N, work.Sizes.C),
            Pays: static (in work, _) => work.Sizes.N <= RowsOfOneGroup && work.Sizes.C < SoftmaxSimt.LongRow)]);

    public static KernelVersions<CrossEntropyLaunch> Processor() => KernelVersions<CrossEntropyLaunch>.Ladder([
        new("RowsAlone", "one item per row, 16 running totals", static (device, in work) =>
            Mean(device, work, static (device, in work, losses) =>
            {
                (int N, int C) = work.Sizes;
                RowsAlone(device, Division.Share(device, N, 8L * C), work.Logits, work.Classes, losses, N, C);
            }))]);

    private static void Mean(SimtDevice device, in CrossEntropyLaunch work, RowLosses rows)
    {
        int N = work.Sizes.N;
        DeviceBuffer scratch = device.Rent(N);
        var losses = new BufferView(scratch, 0, N);
        rows(device, work, losses);
        new Reduce.Reduce(1, N, 1, N).Run<SumReduction>(losses, work.Y);
        scratch.Release();
    }

    [Kernel]
    internal static void Rows(ArrayView<float> logits, ArrayView<float> classes, ArrayView<float> losses, int N, int C)
    {
        int n = Grid.GlobalIndex.X;
        if (n < N)
            losses[n] = Loss(logits, classes[n], n * C, C);
    }

    [Kernel]
    internal static void GroupRows(ArrayView<float> logits, ArrayView<float> classes, ArrayView<float> losses, int C)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int n = Grid.IdxX, begin = n * C;
        float largest = GroupFold.Of<MaxReduction>(shared, SoftmaxSimt.LargestOfItem(logits, begin, C), 1);
        Cascade mine = Cascade.Empty<SumReduction>();
        for (int c = Group.IdxX; c < C; c += GroupFold.Items)
            mine = Cascade.Add<SumReduction>(mine, Lane.Exp(logits[begin + c] - largest).Value);
        float sum = GroupFold.Of<SumReduction>(shared, Cascade.Total<SumReduction>(mine), 1);
        if (Group.IdxX == 0)
            losses[n] = LossOf(logits, classes[n], begin, C, largest, sum);
    }

    [Kernel]
    internal static void OneGroup(ArrayView<float> logits, ArrayView<float> classes, ArrayView<float> y, int N, int C)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        float mine = 0;
        for (int n = Group.IdxX; n < N; n += GroupFold.Items)
            mine += Loss(logits, classes[n], n * C, C);
        float total = GroupFold.Of<SumReduction>(shared, mine, 1);
        if (Group.IdxX == 0)
            y[0] = total / N;
    }

    [Kernel(GroupSize = 1)]
    internal static void RowsAlone(ArrayView<float> logits, ArrayView<float> classes, ArrayView<float> losses, int N, int C)
    {
        for (int n = Grid.IdxX; n < N; n += Grid.DimX)
        {
            float largest = RunFold.Of<MaxReduction>(logits, n * C, C);
            losses[n] = LossOf(logits, classes[n], n * C, C, largest, SumOfPowers(logits, n * C, C, largest));
        }
    }

    private static float Loss(ArrayView<float> logits, float label, int begin, int C)
    {
        float largest = SoftmaxSimt.Largest(logits, begin, C), sum = 0;
        for (int c = 0; c < C; c++)
            sum += Lane.Exp(logits[begin + c] - largest).Value;
        return LossOf(logits, label, begin, C, largest, sum);
    }

    /// <summary>ln Σ e^(x − m) − (x[t] − m); NaN if there is no such class.</summary>
    private static float LossOf(ArrayView<float> logits, float label, int begin, int C, float largest, float sum)
    {
        int index = WholeIndex.OfFloat(label, C);
        return index < 0 ? float.NaN : Lane.Log(sum).Value - (logits[begin + index] - largest);
    }

    // Nobody wants the powers themselves. 16 of them side by side become a vector: each has a total of its own.
    private static float SumOfPowers(ArrayView<float> x, int begin, int count, float largest)
    {
        if (count <= RunFold.Leaf)
            return LeafOfPowers(x, begin, count, largest);
        Cascade total = Cascade.Empty<SumReduction>();
        for (int i = 0; i < count; i += RunFold.Leaf)
            total = Cascade.Add<SumReduction>(total, LeafOfPowers(x, begin + i, Math.Min(RunFold.Leaf, count - i), largest));
        return Cascade.Total<SumReduction>(total);
    }

    private static float LeafOfPowers(ArrayView<float> x, int begin, int count, float largest)
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(RunFold.Lanes);
        for (int lane = 0; lane < RunFold.Lanes; lane++)
            totals[lane] = 0;
        int i = 0;
        for (; i + RunFold.Lanes <= count; i += RunFold.Lanes)
        {
            for (int lane = 0; lane < RunFold.Lanes; lane++)
                totals[lane] += Lane.Exp(x[begin + i + lane] - largest).Value;
        }

        float total = 0;
        for (int lane = 0; lane < RunFold.Lanes; lane++)
            total += totals[lane];
        for (; i < count; i++)
            total += Lane.Exp(x[begin + i] - largest).Value;
        return total;
    }
}
