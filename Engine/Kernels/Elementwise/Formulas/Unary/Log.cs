using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = ln x; −∞ at 0, NaN below.</summary>
public readonly struct Log : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Log(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        1 / x;
}
