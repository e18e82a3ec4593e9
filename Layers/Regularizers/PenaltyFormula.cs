using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Layers;

/// <summary>y = l1·|x| + l2·x², in one pass; the slope of |x| at 0 is 0.</summary>
internal readonly struct PenaltyFormula(double l1, double l2) : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Abs(x) * l1 + (x * x * l2);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V>
    {
        V zero = V.Like(x, 0);
        return (x * (2 * l2)) + V.Select(V.Greater(x, zero), V.Like(x, l1), V.Select(V.Greater(zero, x), V.Like(x, -l1), zero));
    }
}
