using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = x².</summary>
public readonly struct Square : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        x * x;

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        x * 2;
}
