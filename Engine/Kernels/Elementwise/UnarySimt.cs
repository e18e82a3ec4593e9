using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Unary"/> on a GPU, or on a processor behind OpenCL. Memory-bound, except for the heaviest formulas.</summary>
internal static partial class UnarySimt
{
    public static KernelVersions<UnaryLaunch<TFormula>> Gpu<TFormula>()
        where TFormula : unmanaged, IUnaryFormula => KernelVersions<UnaryLaunch<TFormula>>.Ladder([
        new("Element", "one item per element", static (device, in work) =>
            Element(device, Division.Groups(work.Y.Length), work.X, work.Y, work.Formula)),
        new("Several", "four elements per item, a grid stride apart: four loads in flight", static (device, in work) =>
            Several(device, Division.GroupsOfSeveral(work.Y.Length), work.X, work.Y, work.Formula),
            Pays: static (in work, traits) => Division.FillsWithSeveral(traits, work.Y.Length))]);

    public static KernelVersions<UnaryLaunch<TFormula>> Processor<TFormula>()
        where TFormula : unmanaged, IUnaryFormula => KernelVersions<UnaryLaunch<TFormula>>.Ladder([
        new("Stretch", "one item per run of elements, a loop that the compiler vectorizes", static (device, in work) =>
            Stretch(device, Division.Runs(device, work.Y.Length), work.X, work.Y, work.Formula))]);

    [Kernel]
    internal static void Element<TFormula>(ArrayView<float> x, ArrayView<float> y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
            y[i] = formula.Value<Lane>(x[i]).Value;
    }

    [Kernel(GroupSize = 1)]
    internal static void Stretch<TFormula>(ArrayView<float> x, ArrayView<float> y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int end = Division.End(y.IntLength);
        for (int i = Division.Begin(y.IntLength); i < end; i++)
            y[i] = formula.Value<Lane>(x[i]).Value;
    }

    [Kernel]
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
