using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = |x|; slope 0 at 0, as in PyTorch.</summary>
public readonly struct Abs : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Abs(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        Sign.Of(x);
}

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

/// <summary>y = −x.</summary>
public readonly struct Negate : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        -x;

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Like(x, -1);
}

/// <summary>y = scale · x + shift: every sum, difference and product of a tensor and a number.</summary>
public readonly struct Affine(FloatPair scale, FloatPair shift) : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        (x * scale) + shift;

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Like(x, scale);
}

/// <summary>
/// y = x / divisor: rounded once, and correct where 1/divisor overflows. Its gradient is the quotient of the gradient (<see
/// cref="Ops.UnaryOp"/>).
/// </summary>
public readonly struct DivideBy(FloatPair divisor) : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        x / V.Like(x, divisor);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        1 / V.Like(x, divisor);
}

/// <summary>y = x clamped to [low, high]. Inside and on the bounds the slope is 1, outside 0, as in PyTorch.</summary>
public readonly struct Clamp(float low, float high) : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Min(V.Max(x, V.Like(x, low)), V.Like(x, high));

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Equal(x, y), V.Like(x, 1), V.Like(x, 0));
}
