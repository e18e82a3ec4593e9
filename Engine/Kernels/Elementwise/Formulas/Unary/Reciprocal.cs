using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

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
