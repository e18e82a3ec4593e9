using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// Stochastic gradient descent with PyTorch's momentum. State: the velocity b = s0, kept if μ ≠ 0.
/// <code>
/// g += λ·p
/// b = g in the first step, then μ·b + (1 − τ)·g
/// p −= lr·b, or with Nesterov's momentum lr·(g + μ·b), or without momentum lr·g
/// </code>
/// Polyak 1964; Nesterov 1983, in the form of Sutskever, Martens, Dahl, Hinton 2013.
/// </summary>
/// <param name="Momentum">μ ≥ 0.</param>
/// <param name="Dampening">τ; 0 where Nesterov's momentum is used.</param>
public readonly record struct SgdRule(FloatPair Momentum, FloatPair Dampening, FloatPair WeightDecay, bool Nesterov) : IUpdateRule<SgdRule>
{
    // A 32-bit word: ILGPU does not support bool in kernel parameters.
    private int NesterovWord { get; } = Nesterov ? 1 : 0;

    public bool Nesterov => NesterovWord != 0;

    private FloatPair OneMinusDampening { get; } = 1 - Dampening;

    public bool Keeps(int index) => index == 0 && Momentum.Nearest != 0;

    public StepNumbers At(double step, double learningRate) =>
        step == 1 ? new(learningRate, 0, 1) : new(learningRate, Momentum, OneMinusDampening);

    public StepFloats InFloats(float step, float learningRate) =>
        new(learningRate, step == 1 ? 0 : Momentum.Nearest, step == 1 ? 1 : OneMinusDampening.Nearest);

    public (V First, V Second, V Third) On<V>(V step, V learningRate)
        where V : IArithmetic<V> => (
        learningRate,
        V.Select(V.Equal(step, V.Like(step, 1f)), V.Like(step, 0f), V.Like(step, Momentum)),
        V.Select(V.Equal(step, V.Like(step, 1f)), V.Like(step, 1f), V.Like(step, OneMinusDampening)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(ref V p, V g, ref V s0, ref V s1, ref V s2, V rate, V keep, V take)
        where V : IArithmetic<V>
    {
        if (WeightDecay.Nearest != 0)
            g += p * WeightDecay;
        if (Momentum.Nearest != 0)
        {
            s0 = (s0 * keep) + (g * take);
            g = Nesterov ? g + (s0 * Momentum) : s0;
        }

        p -= g * rate;
    }
}
