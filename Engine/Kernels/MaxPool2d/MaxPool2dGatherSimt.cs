using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

// Elements: one item per element. Neighbours read nearby numbers, so access is nearly coalesced.

/// <summary><see cref="MaxPool2dGather"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class MaxPool2dGatherSimt
{
    public static KernelVersions<MaxPool2dGatherLaunch> Versions() => KernelVersions<MaxPool2dGatherLaunch>.Ladder([
        new("Elements", "one item per element", static (device, in work) =>
            Elements(device, Division.Groups(work.Y.Length), work.X, work.Places, work.Y, work.Sizes.Inputs, work.Sizes.Outputs))]);

    [Kernel]
    internal static void Elements(ArrayView<float> x, ArrayView<float> places, ArrayView<float> y, int inputs, int outputs)
    {
        int at = Grid.GlobalIndex.X;
        if (at < y.IntLength)
        {
            int place = (int)places[at];
            y[at] = place >= 0 && place < inputs ? x[(at / outputs * inputs) + place] : 0f;
        }
    }
}
