using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = max(x, 0); slope 0 at 0, as in PyTorch.</summary>
public readonly struct Relu : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Max(x, V.Like(x, 0));

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(y, V.Like(y, 0)), V.Like(y, 1), V.Like(y, 0));
}
