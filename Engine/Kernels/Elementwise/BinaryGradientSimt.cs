using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// <see cref="BinaryGradient"/> on a GPU, or on a processor behind OpenCL; the versions are those of <see cref="BinarySimt"/>.
/// </summary>
internal static partial class BinaryGradientSimt
{
    public static KernelVersions<BinaryGradientLaunch<TFormula>> Gpu<TFormula>()
        where TFormula : unmanaged, IBinaryFormula => KernelVersions<BinaryGradientLaunch<TFormula>>.Ladder([
        new("Element", "one item per element; operands by the broadcast plan", static (device, in work) => Element(
            device, Division.Groups(work.D.Length), work.A, work.B, work.DY, work.D, new SimtPlan(work.Plan), work.Formula, work.ByB)),
        new("Several", "four elements per item, a grid stride apart, where both operands are one row", static (device, in work) => Several(
            device, Division.GroupsOfSeveral(work.D.Length), work.A, work.B, work.DY, work.D, work.Plan.InnerStrideA,
            work.Plan.InnerStrideB, work.Formula, work.ByB),
            Fits: static (in work, _) => work.Plan.Rank == 1,
            Pays: static (in work, traits) => Division.FillsWithSeveral(traits, work.D.Length))]);

    public static KernelVersions<BinaryGradientLaunch<TFormula>> Processor<TFormula>()
        where TFormula : unmanaged, IBinaryFormula => KernelVersions<BinaryGradientLaunch<TFormula>>.Ladder([
        new("Stretch", "one item per run of elements, row by row in vectorized loops", static (device, in work) => Stretch(
            device, Division.Runs(device, work.D.Length), work.A, work.B, work.DY, work.D, new SimtPlan(work.Plan), work.Formula,
            work.ByB))]);

    [Kernel]
    internal static void Element<TFormula>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> dy, ArrayView<float> d, SimtPlan plan, TFormula formula, bool byB)
        where TFormula : unmanaged, IBinaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < d.IntLength)
        {
            plan.LocateElement(i, out int atA, out int atB);
            d[i] = dy[i] * Derivative(a[atA], b[atB], formula, byB);
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void Stretch<TFormula>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> dy, ArrayView<float> d, SimtPlan plan, TFormula formula, bool byB)
        where TFormula : unmanaged, IBinaryFormula
    {
        int i = Division.Begin(d.IntLength), end = Division.End(d.IntLength);
        if (i < end)
        {
            int row = i / plan.Inner, column = i - (row * plan.Inner);
            while (i < end)
            {
                int count = Math.Min(plan.Inner - column, end - i);
                plan.Locate(row, out int atA, out int atB);
                atA += column * plan.InnerStrideA;
                atB += column * plan.InnerStrideB;
                if (byB)
                    Row(a, atA, plan.InnerStrideA, b, atB, plan.InnerStrideB, dy, d, i, count, formula, true);
                else
                    Row(a, atA, plan.InnerStrideA, b, atB, plan.InnerStrideB, dy, d, i, count, formula, false);
                i += count;
                row++;
                column = 0;
            }
        }
    }

    [Kernel]
    internal static void Several<TFormula>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> dy, ArrayView<float> d, int strideA, int strideB, TFormula formula,
        bool byB)
        where TFormula : unmanaged, IBinaryFormula
    {
        for (int k = 0; k < Loop.Unroll(Division.Several); k++)
        {
            int i = Grid.GlobalIndex.X + (k * Grid.DimX * Group.DimX);
            if (i < d.IntLength)
                d[i] = dy[i] * Derivative(a[i * strideA], b[i * strideB], formula, byB);
        }
    }

    private static void Row<TFormula>(
        ArrayView<float> a, int atA, int strideA, ArrayView<float> b, int atB, int strideB, ArrayView<float> dy, ArrayView<float> d,
        int begin, int count,
        TFormula formula, bool byB)
        where TFormula : unmanaged, IBinaryFormula
    {
        if (strideA == 1 && strideB == 1)
        {
            for (int i = 0; i < count; i++)
                d[begin + i] = dy[begin + i] * Derivative(a[atA + i], b[atB + i], formula, byB);
        }
        else if (strideA == 1 && strideB == 0)
        {
            float v = b[atB];
            for (int i = 0; i < count; i++)
                d[begin + i] = dy[begin + i] * Derivative(a[atA + i], v, formula, byB);
        }
        else if (strideA == 0 && strideB == 1)
        {
            float u = a[atA];
            for (int i = 0; i < count; i++)
                d[begin + i] = dy[begin + i] * Derivative(u, b[atB + i], formula, byB);
        }
        else
        {
            for (int i = 0; i < count; i++)
                d[begin + i] = dy[begin + i] * Derivative(a[atA + (i * strideA)], b[atB + (i * strideB)], formula, byB);
        }
    }

    private static float Derivative<TFormula>(float u, float v, TFormula formula, bool byB)
        where TFormula : unmanaged, IBinaryFormula
    {
        Lane y = formula.Value<Lane>(u, v);
        return byB ? formula.DerivativeB<Lane>(u, v, y).Value : formula.DerivativeA<Lane>(u, v, y).Value;
    }
}
