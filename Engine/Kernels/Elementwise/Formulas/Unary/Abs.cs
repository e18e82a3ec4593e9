using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = |x|; slope 0 at 0, as in PyTorch.</summary>
public readonly struct Abs : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Abs(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        Sign.Of(x);
}
