using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Fill"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class FillSimt
{
    public static void Run(SimtDevice device, BufferView y, float value)
    {
        if (device.Traits.IsProcessor)
            Stretch(device, Division.Runs(device, y.Length), y, value);
        else
            Element(device, Division.Groups(y.Length), y, value);
    }

    [Kernel(1, "an element an item")]
    internal static void Element(ArrayView<float> y, float value)
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
            y[i] = value;
    }

    [Kernel(2, "a run of elements an item", GroupSize = 1)]
    internal static void Stretch(ArrayView<float> y, float value)
    {
        int end = Division.End(y.IntLength);
        for (int i = Division.Begin(y.IntLength); i < end; i++)
            y[i] = value;
    }
}
