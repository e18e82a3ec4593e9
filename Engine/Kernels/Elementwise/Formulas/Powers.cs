using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = x².</summary>
public readonly struct Square : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        x * x;

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        x * 2;
}

/// <summary>y = √x; its slope at 0 is ∞, as in PyTorch.</summary>
public readonly struct Sqrt : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Sqrt(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        0.5 / y;
}

/// <summary>
/// y = x^exponent for a constant exponent. Where x is negative the exponent must be whole, or y is NaN. x⁰ is 1 with slope 0, at 0 too.
/// </summary>
public readonly struct Power(float exponent) : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Pow(x, V.Like(x, exponent));

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        exponent == 0 ? V.Like(x, 0) : V.Pow(x, V.Like(x, exponent - 1)) * exponent;
}

/// <summary>y = 1/x.</summary>
public readonly struct Reciprocal : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        1 / x;

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        -(y * y);
}
