using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// Binary cross-entropy of the probability 1/(1 + e⁻ˣ) against a target t, from the logit x: −t·ln σ(x) − (1 − t)·ln(1 − σ(x))
/// = ln(1 + eˣ) − x·t, written as max(x, 0) − x·t + ln(1 + e^(−|x|)), which neither overflows nor cancels. Its slope is σ(x) − t.
/// </summary>
public readonly struct BinaryCrossEntropyWithLogits : ILossFormula
{
    public V Value<V>(V x, V t)
        where V : IArithmetic<V> =>
        V.Max(x, V.Like(x, 0)) - (x * t) + V.Log1p(V.Exp(-V.Abs(x)));

    public V DerivativeA<V>(V x, V t, V y)
        where V : IArithmetic<V> =>
        V.Sigmoid(x) - t;

    public V DerivativeB<V>(V x, V t, V y)
        where V : IArithmetic<V> =>
        -x;
}
