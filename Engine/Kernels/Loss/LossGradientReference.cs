using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>The meaning of <see cref="LossGradient"/>.</summary>
internal static class LossGradientReference
{
    public static void Run<T, TFormula>(
        ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, ReadOnlySpan<T> dy, Span<T> d, TFormula formula, bool byTarget)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : unmanaged, ILossFormula
    {
        T scale = dy[0] / T.CreateChecked(d.Length);
        for (int i = 0; i < d.Length; i++)
        {
            Scalar<T> p = prediction[i], t = target[i];
            d[i] = scale * (byTarget ? formula.DerivativeB(p, t, p) : formula.DerivativeA(p, t, p)).Value;
        }
    }
}
