using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = x: "no activation", and a copy.</summary>
public readonly struct Identity : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        x;

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Like(x, 1);
}
