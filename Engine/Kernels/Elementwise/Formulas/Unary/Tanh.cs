using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

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
