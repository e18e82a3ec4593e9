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
