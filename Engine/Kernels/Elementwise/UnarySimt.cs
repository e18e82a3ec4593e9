using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Unary"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class UnarySimt
{
    [Kernel(1, "an element an item")]
    internal static void Element<TFormula>(ArrayView<float> x, ArrayView<float> y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
            y[i] = formula.Value<Lane>(x[i]).Value;
    }
}
