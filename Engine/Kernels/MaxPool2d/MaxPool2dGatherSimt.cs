using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

// The ladder:
// 1  Elements  An item an element: neighbours find their numbers next to each other, if not side by side.

/// <summary><see cref="MaxPool2dGather"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class MaxPool2dGatherSimt
{
    public static void Run(SimtDevice device, MaxPool2dGather sizes, BufferView x, BufferView places, BufferView y) =>
        Elements(device, Division.Groups(y.Length), x, places, y, sizes.Inputs, sizes.Outputs);

    [Kernel(1, "an item an element")]
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
