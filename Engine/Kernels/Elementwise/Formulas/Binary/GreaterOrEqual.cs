using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = 1 where a ≥ b, else 0; slope 0 everywhere.</summary>
public readonly struct GreaterOrEqual : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        V.Select(V.GreaterOrEqual(a, b), V.Like(a, 1), V.Like(a, 0));

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 0);

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 0);
}
