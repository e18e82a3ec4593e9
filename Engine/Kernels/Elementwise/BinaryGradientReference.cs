using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>The definition of <see cref="BinaryGradient"/>.</summary>
internal static class BinaryGradientReference
{
    public static void Run<T, TFormula>(
        BroadcastPlan plan, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> dy, Span<T> d, TFormula formula, bool byB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : unmanaged, IBinaryFormula
    {
        for (int i = 0; i < d.Length; i++)
        {
            plan.Locate(i / plan.Inner, out int offsetA, out int offsetB);
            int column = i % plan.Inner;
            Scalar<T> u = a[offsetA + (column * plan.InnerStrideA)], v = b[offsetB + (column * plan.InnerStrideB)], y = formula.Value(u, v);
            d[i] = dy[i] * (byB ? formula.DerivativeB(u, v, y) : formula.DerivativeA(u, v, y)).Value;
        }
    }
}
