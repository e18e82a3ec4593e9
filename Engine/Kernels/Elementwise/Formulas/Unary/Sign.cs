using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = −1, 0 or 1; slope 0 everywhere.</summary>
public readonly struct Sign : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        Of(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Like(x, 0);

    internal static V Of<V>(V x)
        where V : IArithmetic<V>
    {
        V zero = V.Like(x, 0);
        return V.Select(V.Greater(x, zero), V.Like(x, 1), V.Select(V.Greater(zero, x), V.Like(x, -1), zero));
    }
}
