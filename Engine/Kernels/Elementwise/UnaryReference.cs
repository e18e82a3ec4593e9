using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>The definition of <see cref="Unary"/>.</summary>
internal static class UnaryReference
{
    public static void Run<T, TFormula>(ReadOnlySpan<T> x, Span<T> y, TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : unmanaged, IUnaryFormula
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = formula.Value<Scalar<T>>(x[i]).Value;
    }
}
