using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.StridedCopy;

/// <summary>
/// Copies a block of numbers from one place to another, each walked with strides of its own. One kernel for everything that only moves
/// numbers: permute and transpose (the source's strides reordered), slice (a source offset), concatenate and pad (a target offset),
/// broadcast (source strides of 0).
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
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new StridedCopySimd(plan, block.Size, source, target));
                break;
            case ReferenceDevice reference:
                reference.Launch(
                    () =>
                        StridedCopyReference.Run<double>(plan, block.Size, ReferenceDevice.Values(source), ReferenceDevice.Values(target)));
                break;
            case SimtDevice simt:
                StridedCopySimt.Run(simt, plan, block.Size, source, target);
                break;
            default:
                throw y.Device.NoKernel(nameof(StridedCopy));
        }
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
