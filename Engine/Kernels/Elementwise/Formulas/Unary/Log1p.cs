using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = ln(1 + x), exact near 0.</summary>
public readonly struct Log1p : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Log1p(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        1 / (x + 1);
}
