using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// <see cref="Binary"/> on a GPU, or on a processor behind OpenCL. The index needs no division if nothing is broadcast or one operand is
/// a single number, and one division if rows are broadcast. Along a row the stride of an operand is 1 or 0, and on a processor each of
/// these cases has a plain loop.
/// </summary>
internal static partial class BinarySimt
{
    public static KernelVersions<BinaryLaunch<TFormula>> Gpu<TFormula>()
        where TFormula : unmanaged, IBinaryFormula => KernelVersions<BinaryLaunch<TFormula>>.Ladder([
        new("Element", "one item per element; operands by the broadcast plan", static (device, in work) =>
            Element(device, Division.Groups(work.Y.Length), work.A, work.B, work.Y, new SimtPlan(work.Plan), work.Formula)),
        new("Several", "four elements per item, a grid stride apart, where both operands are one row", static (device, in work) => Several(
            device, Division.GroupsOfSeveral(work.Y.Length), work.A, work.B, work.Y, work.Plan.InnerStrideA, work.Plan.InnerStrideB,
            work.Formula),
            Fits: static (in work, _) => work.Plan.Rank == 1,
            Pays: static (in work, traits) => Division.FillsWithSeveral(traits, work.Y.Length))]);

    public static KernelVersions<BinaryLaunch<TFormula>> Processor<TFormula>()
        where TFormula : unmanaged, IBinaryFormula => KernelVersions<BinaryLaunch<TFormula>>.Ladder([
        new("Stretch", "one item per run of elements, row by row in vectorized loops", static (device, in work) =>
            Stretch(device, Division.Runs(device, work.Y.Length), work.A, work.B, work.Y, new SimtPlan(work.Plan), work.Formula))]);

    [Kernel]
    internal static void Element<TFormula>(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, SimtPlan plan, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
        {
            plan.LocateElement(i, out int atA, out int atB);
            y[i] = formula.Value<Lane>(a[atA], b[atB]).Value;
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void Stretch<TFormula>(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, SimtPlan plan, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula
    {
        int i = Division.Begin(y.IntLength), end = Division.End(y.IntLength);
        if (i < end)
        {
            int row = i / plan.Inner, column = i - (row * plan.Inner);
            while (i < end)
            {
                int count = Math.Min(plan.Inner - column, end - i);
                plan.Locate(row, out int atA, out int atB);
                Row(
                    a, atA + (column * plan.InnerStrideA), plan.InnerStrideA, b, atB + (column * plan.InnerStrideB), plan.InnerStrideB, y,
                    i, count, formula);
                i += count;
                row++;
                column = 0;
            }
        }
    }

    [Kernel]
    internal static void Several<TFormula>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int strideA, int strideB, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula
    {
        for (int k = 0; k < Loop.Unroll(Division.Several); k++)
        {
            int i = Grid.GlobalIndex.X + (k * Grid.DimX * Group.DimX);
            if (i < y.IntLength)
                y[i] = formula.Value<Lane>(a[i * strideA], b[i * strideB]).Value;
        }
    }

    private static void Row<TFormula>(
        ArrayView<float> a, int atA, int strideA, ArrayView<float> b, int atB, int strideB, ArrayView<float> y, int begin, int count,
        TFormula formula)
        where TFormula : unmanaged, IBinaryFormula
    {
        if (strideA == 1 && strideB == 1)
        {
            for (int i = 0; i < count; i++)
                y[begin + i] = formula.Value<Lane>(a[atA + i], b[atB + i]).Value;
        }
        else if (strideA == 1 && strideB == 0)
        {
            float v = b[atB];
            for (int i = 0; i < count; i++)
                y[begin + i] = formula.Value<Lane>(a[atA + i], v).Value;
        }
        else if (strideA == 0 && strideB == 1)
        {
            float u = a[atA];
            for (int i = 0; i < count; i++)
                y[begin + i] = formula.Value<Lane>(u, b[atB + i]).Value;
        }
        else
        {
            for (int i = 0; i < count; i++)
                y[begin + i] = formula.Value<Lane>(a[atA + (i * strideA)], b[atB + (i * strideB)]).Value;
        }
    }
}
