using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Select"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class SelectSimt
{
    public static void Run(SimtDevice device, BufferView condition, BufferView a, BufferView b, BufferView y)
    {
        if (device.Traits.IsProcessor)
            Stretch(device, Division.Runs(device, y.Length), condition, a, b, y);
        else
            Element(device, Division.Groups(y.Length), condition, a, b, y);
    }

    [Kernel(1, "an element an item")]
    internal static void Element(ArrayView<float> condition, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
            y[i] = condition[i] != 0 ? a[i] : b[i];
    }

    [Kernel(2, "a run of elements an item, both read so that the choice needs no branch", GroupSize = 1)]
    internal static void Stretch(ArrayView<float> condition, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        int end = Division.End(y.IntLength);
        for (int i = Division.Begin(y.IntLength); i < end; i++)
        {
            float u = a[i], v = b[i];
            y[i] = condition[i] != 0 ? u : v;
        }
    }
}
