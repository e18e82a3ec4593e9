using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = √x; its slope at 0 is ∞, as in PyTorch.</summary>
public readonly struct Sqrt : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Sqrt(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        0.5 / y;
}
