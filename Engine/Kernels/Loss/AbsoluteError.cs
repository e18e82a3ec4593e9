using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>|p − t|; slope 0 where they are equal, as in PyTorch.</summary>
public readonly struct AbsoluteError : ILossFormula
{
    public V Value<V>(V p, V t)
        where V : IArithmetic<V> =>
        V.Abs(p - t);

    public V DerivativeA<V>(V p, V t, V y)
        where V : IArithmetic<V> =>
        Sign.Of(p - t);

    public V DerivativeB<V>(V p, V t, V y)
        where V : IArithmetic<V> =>
        Sign.Of(t - p);
}
