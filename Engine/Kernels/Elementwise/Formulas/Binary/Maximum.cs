using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = max(a, b); where they are equal each gets half of the gradient, as in PyTorch.</summary>
public readonly struct Maximum : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        V.Max(a, b);

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(a, b), V.Like(a, 1), V.Select(V.Equal(a, b), V.Like(a, 0.5), V.Like(a, 0)));

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(b, a), V.Like(a, 1), V.Select(V.Equal(a, b), V.Like(a, 0.5), V.Like(a, 0)));
}
