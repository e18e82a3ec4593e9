using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="UnaryGradient"/> on a GPU, or on a processor behind OpenCL; the ladder is that of <see cref="UnarySimt"/>.</summary>
internal static partial class UnaryGradientSimt
{
    public static void Run<TFormula>(SimtDevice device, BufferView x, BufferView y, BufferView dy, BufferView dx, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int n = dx.Length;
        if (device.Traits.IsProcessor)
            Stretch(device, Division.Runs(device, n), x, y, dy, dx, formula);
        else if (Division.FillsWithSeveral(device, n))
            Several(device, Division.GroupsOfSeveral(n), x, y, dy, dx, formula);
        else
            Element(device, Division.Groups(n), x, y, dy, dx, formula);
    }

    [Kernel(1, "an element an item")]
    internal static void Element<TFormula>(
        ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < dx.IntLength)
            dx[i] = dy[i] * formula.Derivative<Lane>(x[i], y[i]).Value;
    }

    [Kernel(2, "a run of elements an item", GroupSize = 1)]
    internal static void Stretch<TFormula>(
        ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int end = Division.End(dx.IntLength);
        for (int i = Division.Begin(dx.IntLength); i < end; i++)
            dx[i] = dy[i] * formula.Derivative<Lane>(x[i], y[i]).Value;
    }

    [Kernel(3, "several elements an item, a grid apart")]
    internal static void Several<TFormula>(
        ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        for (int k = 0; k < Loop.Unroll(Division.Several); k++)
        {
            int i = Grid.GlobalIndex.X + (k * Grid.DimX * Group.DimX);
            if (i < dx.IntLength)
                dx[i] = dy[i] * formula.Derivative<Lane>(x[i], y[i]).Value;
        }
    }
}
