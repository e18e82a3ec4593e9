using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// <see cref="Unary"/> on a GPU, or on a processor behind OpenCL. All is bound by memory, but for the heaviest formulas:
/// <list type="number">
/// <item><c>Element</c>: an element an item.</item>
/// <item><c>Stretch</c>: a run of elements an item, a plain loop that the processor's compiler vectorises.</item>
/// <item><c>Several</c>: four elements an item, a whole grid apart, so that four loads are under way at once.</item>
/// </list>
/// </summary>
internal static partial class UnarySimt
{
    public static void Run<TFormula>(SimtDevice device, BufferView x, BufferView y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int n = y.Length;
        if (device.Traits.IsProcessor)
            Stretch(device, Division.Runs(device, n), x, y, formula);
        else if (Division.FillsWithSeveral(device, n))
            Several(device, Division.GroupsOfSeveral(n), x, y, formula);
        else
            Element(device, Division.Groups(n), x, y, formula);
    }

    [Kernel(1, "an element an item")]
    internal static void Element<TFormula>(ArrayView<float> x, ArrayView<float> y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
            y[i] = formula.Value<Lane>(x[i]).Value;
    }

    [Kernel(2, "a run of elements an item", GroupSize = 1)]
    internal static void Stretch<TFormula>(ArrayView<float> x, ArrayView<float> y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int end = Division.End(y.IntLength);
        for (int i = Division.Begin(y.IntLength); i < end; i++)
            y[i] = formula.Value<Lane>(x[i]).Value;
    }

    [Kernel(3, "several elements an item, a grid apart")]
    internal static void Several<TFormula>(ArrayView<float> x, ArrayView<float> y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        for (int k = 0; k < Loop.Unroll(Division.Several); k++)
        {
            int i = Grid.GlobalIndex.X + (k * Grid.DimX * Group.DimX);
            if (i < y.IntLength)
                y[i] = formula.Value<Lane>(x[i]).Value;
        }
    }
}
