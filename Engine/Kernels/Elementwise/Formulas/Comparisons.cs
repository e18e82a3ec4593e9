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

/// <summary>y = min(a, b); where they are equal each gets half of the gradient, as in PyTorch.</summary>
public readonly struct Minimum : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        V.Min(a, b);

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(b, a), V.Like(a, 1), V.Select(V.Equal(a, b), V.Like(a, 0.5), V.Like(a, 0)));

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(a, b), V.Like(a, 1), V.Select(V.Equal(a, b), V.Like(a, 0.5), V.Like(a, 0)));
}

/// <summary>y = 1 where a = b, else 0; slope 0 everywhere.</summary>
public readonly struct Equal : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        V.Select(V.Equal(a, b), V.Like(a, 1), V.Like(a, 0));

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 0);

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 0);
}

/// <summary>y = 1 where a &gt; b, else 0; slope 0 everywhere.</summary>
public readonly struct Greater : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(a, b), V.Like(a, 1), V.Like(a, 0));

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 0);

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 0);
}

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
