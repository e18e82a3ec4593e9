using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = x · Φ(x) with the normal distribution function Φ, by the error function (not the tanh approximation). Hendrycks, Gimpel 2016.</summary>
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
