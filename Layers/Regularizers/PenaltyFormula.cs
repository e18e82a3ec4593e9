using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Layers;

/// <summary>y = l1·|x| + l2·x², in one pass; the slope of |x| at 0 is 0.</summary>
internal readonly struct PenaltyFormula(double l1, double l2) : IUnaryFormula
{
    private readonly FloatPair l1 = l1, l2 = l2;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        (V.Abs(x) * l1) + (x * x * l2);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V>
    {
        V zero = V.Like(x, 0);
        V slope = V.Like(x, 1) * l1;
        return ((x + x) * l2) + V.Select(V.Greater(x, zero), slope, V.Select(V.Greater(zero, x), zero - slope, zero));
    }
}
