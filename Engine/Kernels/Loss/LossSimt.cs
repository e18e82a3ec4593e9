using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// <see cref="Loss"/> on a GPU, or on a processor behind OpenCL. The first kernel sums blocks of <see cref="Loss.Block"/> pairs, the second
/// the blocks; where there is only one block, as in a GAN's losses, the first is all. How many groups there are depends on n alone, and so
/// does the order of the sum.
/// </summary>
internal static partial class LossSimt
{
    private const int Lanes = RunFold.Lanes;

    public static KernelVersions<LossLaunch<TFormula>> Gpu<TFormula>()
        where TFormula : unmanaged, ILossFormula => KernelVersions<LossLaunch<TFormula>>.Ladder([
        new("Block", "one group per block: every item adds every 256th pair; sums are folded in shared memory", static (device, in work) =>
            RunBlocks(device, work, alone: false))]);

    public static KernelVersions<LossLaunch<TFormula>> Processor<TFormula>()
        where TFormula : unmanaged, ILossFormula => KernelVersions<LossLaunch<TFormula>>.Ladder([
        new("BlockAlone", "one item per block: 16 running sums, one per lane", static (device, in work) =>
            RunBlocks(device, work, alone: true))]);

    /// <param name="alone">By items that loop, as a processor does it.</param>
    private static void RunBlocks<TFormula>(SimtDevice device, in LossLaunch<TFormula> work, bool alone)
        where TFormula : unmanaged, ILossFormula
    {
        // Over no pairs the mean is 0/0, which the one block of none gives.
        int n = work.Prediction.Length, blocks = Math.Max((n + Loss.Block - 1) / Loss.Block, 1);
        if (blocks == 1)
        {
            Blocks(device, 1, work, work.Y, n, alone);
            return;
        }

        DeviceBuffer scratch = device.Rent(blocks);
        var sums = new BufferView(scratch, 0, blocks);
        Blocks(device, blocks, work, sums, 1, alone);
        if (alone)
            TotalAlone(device, 1, sums, work.Y, n);
        else
            Total(device, 1, sums, work.Y, n);
        scratch.Release();
    }

    private static void Blocks<TFormula>(
        SimtDevice device, int blocks, in LossLaunch<TFormula> work, BufferView sums, int divisor, bool alone)
        where TFormula : unmanaged, ILossFormula
    {
        if (alone)
            BlockAlone(device, blocks, work.Prediction, work.Target, sums, divisor, work.Formula);
        else
            Block(device, blocks, work.Prediction, work.Target, sums, divisor, work.Formula);
    }

    /// <param name="divisor">What each block's sum is divided by: n where it is the only one, else 1.</param>
    [Kernel]
    internal static void Block<TFormula>(
        ArrayView<float> prediction, ArrayView<float> target, ArrayView<float> sums, int divisor, TFormula formula)
        where TFormula : unmanaged, ILossFormula
    {
        ArrayView<float> partial = SharedMemory.Allocate<float>(GroupFold.Items);
        int first = Grid.IdxX * Loss.Block, end = Math.Min(first + Loss.Block, prediction.IntLength);
        float sum = 0;
        for (int i = first + Group.IdxX; i < end; i += Group.DimX)
            sum += formula.Value<Lane>(prediction[i], target[i]).Value;
        sum = GroupFold.Of<SumReduction>(partial, sum, 1);
        if (Group.IdxX == 0)
            sums[Grid.IdxX] = sum / (float)divisor;
    }

    [Kernel]
    internal static void Total(ArrayView<float> sums, ArrayView<float> y, int divisor)
    {
        ArrayView<float> partial = SharedMemory.Allocate<float>(GroupFold.Items);
        Cascade mine = Cascade.Empty<SumReduction>();
        for (int i = Group.IdxX; i < sums.IntLength; i += Group.DimX)
            mine = Cascade.Add<SumReduction>(mine, sums[i]);
        float sum = GroupFold.Of<SumReduction>(partial, Cascade.Total<SumReduction>(mine), 1);
        if (Group.IdxX == 0)
            y[0] = sum / (float)divisor;
    }

    [Kernel(GroupSize = 1)]
    internal static void BlockAlone<TFormula>(
        ArrayView<float> prediction, ArrayView<float> target, ArrayView<float> sums, int divisor, TFormula formula)
        where TFormula : unmanaged, ILossFormula
    {
        int i = Grid.IdxX * Loss.Block, end = Math.Min(i + Loss.Block, prediction.IntLength);
        ArrayView<float> lanes = LocalMemory.Allocate<float>(Lanes);
        Cascade total = Cascade.Empty<SumReduction>();
        while (i < end)
        {
            // As many as a lane's total takes.
            int stop = Math.Min(i + RunFold.Leaf, end);
            for (int k = 0; k < Loop.Unroll(Lanes); k++)
                lanes[k] = 0;
            for (; i <= stop - Lanes; i += Lanes)
            {
                for (int k = 0; k < Loop.Unroll(Lanes); k++)
                    lanes[k] += formula.Value<Lane>(prediction[i + k], target[i + k]).Value;
            }

            float sum = 0;
            for (int k = 0; k < Loop.Unroll(Lanes); k++)
                sum += lanes[k];
            for (; i < stop; i++)
                sum += formula.Value<Lane>(prediction[i], target[i]).Value;
            total = Cascade.Add<SumReduction>(total, sum);
        }

        sums[Grid.IdxX] = Cascade.Total<SumReduction>(total) / (float)divisor;
    }

    [Kernel(GroupSize = 1)]
    internal static void TotalAlone(ArrayView<float> sums, ArrayView<float> y, int divisor)
    {
        y[0] = RunFold.Of<SumReduction>(sums, 0, sums.IntLength) / (float)divisor;
    }
}
