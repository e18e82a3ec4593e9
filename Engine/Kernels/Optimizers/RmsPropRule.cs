using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// RMSProp (Hinton's lecture 6e, 2012; centred: Graves 2013), with PyTorch's order of operations. State: the mean square v = s0, the
/// velocity b = s1 if μ ≠ 0, the mean gradient a = s2 if centred.
/// <code>
/// g += λ·p
/// v = α·v + (1 − α)·g²
/// a = lerp(a, g, 1 − α)           see Lerp
/// d = √v + ε, or centred √(v − a²) + ε
/// p −= lr·g/d, or with momentum b = μ·b + g/d, p −= lr·b
/// </code>
/// </summary>
/// <param name="Alpha">0 ≤ α &lt; 1.</param>
public readonly record struct RmsPropRule(FloatPair Alpha, FloatPair Epsilon, FloatPair WeightDecay, FloatPair Momentum, bool Centered)
    : IUpdateRule<RmsPropRule>
{
    // A 32-bit word: ILGPU does not support bool in kernel parameters.
    private int CenteredWord { get; } = Centered ? 1 : 0;

    public bool Centered => CenteredWord != 0;

    // In a GPU's floats the difference would lose digits.
    private FloatPair OneMinusAlpha { get; } = 1 - Alpha;

    public bool Keeps(int index) => index switch
    {
        0 => true,
        1 => Momentum.Nearest != 0,
        _ => Centered,
    };

    public StepNumbers At(double step, double learningRate) => new(learningRate);

    public StepFloats InFloats(float step, float learningRate) => new(learningRate, 0, 0);

    public (V First, V Second, V Third) On<V>(V step, V learningRate)
        where V : IArithmetic<V> => (learningRate, V.Like(step, 0f), V.Like(step, 0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(ref V p, V g, ref V s0, ref V s1, ref V s2, V rate, V second, V third)
        where V : IArithmetic<V>
    {
        if (WeightDecay.Nearest != 0)
            g += p * WeightDecay;
        s0 = (s0 * Alpha) + (g * g * OneMinusAlpha);
        V square = s0;
        if (Centered)
        {
            s2 = Lerp.Of(s2, g, OneMinusAlpha, Alpha);
            // A variance: rounding must not make it negative.
            square = V.Max(s0 - (s2 * s2), V.Like(g, 0));
        }

        V move = g / (V.Sqrt(square) + Epsilon);
        if (Momentum.Nearest != 0)
            move = s1 = (s1 * Momentum) + move;
        p -= move * rate;
    }
}
