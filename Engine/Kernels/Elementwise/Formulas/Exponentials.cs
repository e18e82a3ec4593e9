using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = eˣ.</summary>
public readonly struct Exp : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Exp(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        y;
}

/// <summary>y = eˣ − 1, exact near 0.</summary>
public readonly struct Expm1 : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Expm1(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        y + 1;
}

/// <summary>y = ln x; −∞ at 0, NaN below.</summary>
public readonly struct Log : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Log(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        1 / x;
}

/// <summary>y = ln(1 + x), exact near 0.</summary>
public readonly struct Log1p : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Log1p(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        1 / (x + 1);
}

/// <summary>y = 2/√π ∫₀ˣ e^(−t²) dt.</summary>
public readonly struct Erf : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Erf(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Exp(-(x * x)) * 1.1283791670955125739;
}
