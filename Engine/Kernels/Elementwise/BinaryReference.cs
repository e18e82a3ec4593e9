using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>The definition of <see cref="Binary"/>.</summary>
internal static class BinaryReference
{
    public static void Run<T, TFormula>(BroadcastPlan plan, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : unmanaged, IBinaryFormula
    {
        for (int i = 0; i < y.Length; i++)
        {
            plan.Locate(i / plan.Inner, out int offsetA, out int offsetB);
            int column = i % plan.Inner;
            y[i] = formula.Value<Scalar<T>>(a[offsetA + (column * plan.InnerStrideA)], b[offsetB + (column * plan.InnerStrideB)]).Value;
        }
    }
}
