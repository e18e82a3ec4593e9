using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = x: "no activation", and a copy.</summary>
public readonly struct Identity : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        x;

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Like(x, 1);
}

/// <summary>y = max(x, 0); slope 0 at 0, as in PyTorch.</summary>
public readonly struct Relu : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Max(x, V.Like(x, 0));

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(y, V.Like(y, 0)), V.Like(y, 1), V.Like(y, 0));
}

/// <summary>y = x where x &gt; 0, else slope · x; its derivative at 0 is the slope, as in PyTorch. Maas, Hannun, Ng 2013.</summary>
public readonly struct LeakyRelu(float slope) : IUnaryFormula
{
    // A positive slope keeps the sign, so y has the sign of x.
    public bool DerivativeFromOutput => slope > 0;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(x, V.Like(x, 0)), x, x * slope);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(x, V.Like(x, 0)), V.Like(x, 1), V.Like(x, slope));
}

/// <summary>
/// y = x where x &gt; 0, else alpha · (eˣ − 1). Clevert, Unterthiner, Hochreiter 2016. For 0 and −0 <see cref="IArithmetic{V}.Min"/>
/// returns the second, so −0 stays −0.
/// </summary>
public readonly struct Elu(float alpha) : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(x, V.Like(x, 0)), x, V.Expm1(V.Min(V.Like(x, 0), x)) * alpha);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(x, V.Like(x, 0)), V.Like(x, 1), V.Exp(V.Min(x, V.Like(x, 0))) * alpha);
}

/// <summary>
/// y = x · Φ(x) with the normal distribution function Φ, by the error function (not the tanh approximation). Hendrycks, Gimpel 2016.
/// </summary>
public readonly struct Gelu : IUnaryFormula
{
    private const double HalfRoot = 0.70710678118654752440, NormalDensityAtZero = 0.39894228040143267794;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        x * 0.5 * (V.Erf(x * HalfRoot) + 1);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        ((V.Erf(x * HalfRoot) + 1) * 0.5) + (x * V.Exp(x * x * -0.5) * NormalDensityAtZero);
}

/// <summary>y = 1 / (1 + e⁻ˣ).</summary>
public readonly struct Sigmoid : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Sigmoid(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        y * (1 - y);
}

/// <summary>y = ln(1 + eˣ), written so that neither side overflows: max(x, 0) + ln(1 + e^(−|x|)).</summary>
public readonly struct Softplus : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Max(x, V.Like(x, 0)) + V.Log1p(V.Exp(-V.Abs(x)));

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Sigmoid(x);
}

/// <summary>y = tanh x.</summary>
public readonly struct Tanh : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Tanh(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        1 - (y * y);
}
