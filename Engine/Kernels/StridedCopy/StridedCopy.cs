using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.StridedCopy;

/// <summary>
/// Copies a block of numbers between two places, each with its own strides. One kernel for everything that only moves numbers: permute
/// and transpose (the source's strides reordered), slice (a source offset), concatenate and pad (a target offset), broadcast (source
/// strides of 0).
/// </summary>
public static class StridedCopy
{
    /// <summary>
    /// y[offsetY + Σ iₐ·stridesY[a]] = x[offsetX + Σ iₐ·stridesX[a]] for every index i of the block. Targets must not coincide.
    /// </summary>
    public static void Run(
        Shape block, BufferView x, int offsetX, ReadOnlySpan<int> stridesX, BufferView y, int offsetY, ReadOnlySpan<int> stridesY)
    {
        if (block.Size == 0)
            return;
        CheckRange("x", x, block, offsetX, stridesX);
        CheckRange("y", y, block, offsetY, stridesY);
        BroadcastPlan plan = BroadcastPlan.Of(block, stridesX, stridesY);
        BufferView source = x.Slice(offsetX, x.Length - offsetX), target = y.Slice(offsetY, y.Length - offsetY);
        KernelDispatch.Run(new StridedCopyLaunch(plan, block.Size, source, target));
    }

    private static void CheckRange(string name, BufferView view, Shape block, int offset, ReadOnlySpan<int> strides)
    {
        long last = offset;
        for (int i = 0; i < block.Rank; i++)
            last += (long)(block[i] - 1) * strides[i];
        if (offset < 0 || last >= view.Length)
            throw new ArgumentException(
                $"StridedCopy: a block {block} from offset {offset} reaches element {last} of {name}, which has {view.Length}.");
    }
}

/// <summary><see cref="StridedCopy"/> with its operands, of which each begins at its offset.</summary>
/// <param name="Plan">The index arithmetic of the block; operand A is x, operand B is y.</param>
/// <param name="Length">Numbers in the block.</param>
internal readonly record struct StridedCopyLaunch(BroadcastPlan Plan, int Length, BufferView X, BufferView Y)
    : IKernelLaunch<StridedCopyLaunch>
{
    public static string Family => nameof(StridedCopy);

    public static KernelVersions<StridedCopyLaunch> Gpu { get; } = StridedCopySimt.Gpu();

    public static KernelVersions<StridedCopyLaunch> Processor { get; } = StridedCopySimt.Processor();

    public Device Device => Y.Device;

    public double Flops => 0;

    /// <summary>The target is contiguous along the innermost dimension, the source along the one around it.</summary>
    public bool IsTransposition => Length > 0 && Plan.Outer.StrideA == 1 && Plan.InnerStrideA > 1 && Plan.InnerStrideB == 1;

    public void OnReference() => StridedCopyReference.Run<double>(Plan, Length, ReferenceDevice.Values(X), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device) => device.Launch(new StridedCopySimd(Plan, Length, X, Y));
}
