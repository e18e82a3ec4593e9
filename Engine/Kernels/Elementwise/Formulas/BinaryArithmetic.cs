using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = a + b.</summary>
public readonly struct Add : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        a + b;

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 1);

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 1);
}

/// <summary>y = a − b.</summary>
public readonly struct Subtract : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        a - b;

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, 1);

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Like(a, -1);
}

/// <summary>y = a · b.</summary>
public readonly struct Multiply : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        a * b;

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        b;

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        a;
}

/// <summary>y = a / b.</summary>
public readonly struct Divide : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        a / b;

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        1 / b;

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        -(y / b);
}

/// <summary>y = aᵇ. ∂y/∂a is 0 where b = 0, and ∂y/∂b is 0 where a = 0 and b ≥ 0, as in PyTorch.</summary>
public readonly struct Pow : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        V.Pow(a, b);

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Equal(b, V.Like(b, 0)), V.Like(b, 0), b * V.Pow(a, b - 1));

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Equal(a, V.Like(a, 0)), V.Select(V.GreaterOrEqual(b, V.Like(b, 0)), V.Like(a, 0), y * V.Log(a)), y * V.Log(a));
}
