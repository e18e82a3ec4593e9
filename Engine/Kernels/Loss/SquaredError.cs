using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>(p − t)².</summary>
public readonly struct SquaredError : ILossFormula
{
    public V Value<V>(V p, V t)
        where V : IArithmetic<V>
    {
        V difference = p - t;
        return difference * difference;
    }

    public V DerivativeA<V>(V p, V t, V y)
        where V : IArithmetic<V> =>
        (p - t) * 2;

    public V DerivativeB<V>(V p, V t, V y)
        where V : IArithmetic<V> =>
        (t - p) * 2;
}
