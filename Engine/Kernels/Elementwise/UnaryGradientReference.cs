using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>The definition of <see cref="UnaryGradient"/>.</summary>
internal static class UnaryGradientReference
{
    public static void Run<T, TFormula>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : unmanaged, IUnaryFormula
    {
        for (int i = 0; i < dx.Length; i++)
            dx[i] = dy[i] * formula.Derivative<Scalar<T>>(x[i], y[i]).Value;
    }
}
