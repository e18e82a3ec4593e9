using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

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
