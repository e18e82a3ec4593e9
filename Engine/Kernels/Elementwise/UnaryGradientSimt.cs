using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// <see cref="UnaryGradient"/> on a GPU, or on a processor behind OpenCL; the versions are those of <see cref="UnarySimt"/>.
/// </summary>
internal static partial class UnaryGradientSimt
{
    public static KernelVersions<UnaryGradientLaunch<TFormula>> Gpu<TFormula>()
        where TFormula : unmanaged, IUnaryFormula => KernelVersions<UnaryGradientLaunch<TFormula>>.Ladder([
        new("Element", "one item per element", static (device, in work) =>
            Element(device, Division.Groups(work.DX.Length), work.X, work.Y, work.DY, work.DX, work.Formula)),
        new("Several", "four elements per item, a grid stride apart: their loads are in flight together", static (device, in work) =>
            Several(device, Division.GroupsOfSeveral(work.DX.Length), work.X, work.Y, work.DY, work.DX, work.Formula),
            Pays: static (in work, traits) => Division.FillsWithSeveral(traits, work.DX.Length))]);

    public static KernelVersions<UnaryGradientLaunch<TFormula>> Processor<TFormula>()
        where TFormula : unmanaged, IUnaryFormula => KernelVersions<UnaryGradientLaunch<TFormula>>.Ladder([
        new("Stretch", "one item per run of elements, a loop that the compiler vectorizes", static (device, in work) =>
            Stretch(device, Division.Runs(device, work.DX.Length), work.X, work.Y, work.DY, work.DX, work.Formula))]);

    [Kernel]
    internal static void Element<TFormula>(
        ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < dx.IntLength)
            dx[i] = dy[i] * formula.Derivative<Lane>(x[i], y[i]).Value;
    }

    [Kernel(GroupSize = 1)]
    internal static void Stretch<TFormula>(
        ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int end = Division.End(dx.IntLength);
        for (int i = Division.Begin(dx.IntLength); i < end; i++)
            dx[i] = dy[i] * formula.Derivative<Lane>(x[i], y[i]).Value;
    }

    [Kernel]
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
