using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// Binary cross-entropy of a probability p against a target t in [0, 1]: −t·ln p − (1 − t)·ln(1 − p). As in PyTorch each logarithm is at
/// least −100, so that p = 0 and p = 1 give a large loss instead of an infinite one, and the slope (p − t)/(p(1 − p)) divides by at least
/// 1e-12. Outside of [0, 1] p gives NaN.
/// </summary>
public readonly struct BinaryCrossEntropy : ILossFormula
{
    private const double Lowest = -100, Smallest = 1e-12;

    public V Value<V>(V p, V t)
        where V : IArithmetic<V> =>
        ((t - 1) * LogOfComplement(p)) - (t * LogOf(p));

    public V DerivativeA<V>(V p, V t, V y)
        where V : IArithmetic<V> =>
        (p - t) / V.Max(p * (1 - p), V.Like(p, Smallest));

    public V DerivativeB<V>(V p, V t, V y)
        where V : IArithmetic<V> =>
        LogOfComplement(p) - LogOf(p);

    private static V LogOf<V>(V p)
        where V : IArithmetic<V> =>
        V.Max(V.Log(p), V.Like(p, Lowest));

    private static V LogOfComplement<V>(V p)
        where V : IArithmetic<V> =>
        V.Max(V.Log1p(-p), V.Like(p, Lowest));
}
