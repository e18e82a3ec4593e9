using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

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
