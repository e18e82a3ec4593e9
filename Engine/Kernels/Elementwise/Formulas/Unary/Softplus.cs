using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

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
