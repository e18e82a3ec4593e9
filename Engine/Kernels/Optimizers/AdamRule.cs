using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// Adam (Kingma, Ba 2015), with PyTorch's order of operations. State: m = s0, v = s1; t counts steps from 1.
/// <code>
/// g += λ·p                        weight decay as an L2 term (Adam), or
/// p −= lr·λ·p                     decoupled from the gradient (AdamW; Loshchilov, Hutter 2019)
/// m = lerp(m, g, 1 − β₁)          see Lerp
/// v = β₂·v + (1 − β₂)·g²
/// p −= lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// </code>
/// </summary>
/// <param name="Beta1">0 ≤ β₁ &lt; 1.</param>
/// <param name="Beta2">0 ≤ β₂ &lt; 1.</param>
/// <param name="Decoupled">AdamW's weight decay instead of Adam's.</param>
public readonly record struct AdamRule(FloatPair Beta1, FloatPair Beta2, FloatPair Epsilon, FloatPair WeightDecay, bool Decoupled)
    : IUpdateRule<AdamRule>
{
    // A word in memory: ILGPU does not support bool fields in kernels.
    private int DecoupledWord { get; } = Decoupled ? 1 : 0;

    public bool Decoupled => DecoupledWord != 0;

    // Values that would lose digits in a GPU's floats are computed here, in double.
    private FloatPair OneMinusBeta1 { get; } = 1 - Beta1;

    private FloatPair OneMinusBeta2 { get; } = 1 - Beta2;

    private FloatPair HalfLogBeta1 { get; } = Math.Log(Beta1) / 2;

    private FloatPair HalfLogBeta2 { get; } = Math.Log(Beta2) / 2;

    public bool Keeps(int index) => index < 2;

    public StepNumbers At(double step, double learningRate) => new(
        learningRate / Correction(Math.Tanh(step * HalfLogBeta1)),
        1 / Math.Sqrt(Correction(Math.Tanh(step * HalfLogBeta2))),
        Decoupled ? 1 - (learningRate * WeightDecay) : 1);

    public StepFloats InFloats(float step, float learningRate) => new(
        learningRate / Correction(MathF.Tanh(step * HalfLogBeta1.Nearest)),
        1 / MathF.Sqrt(Correction(MathF.Tanh(step * HalfLogBeta2.Nearest))),
        Decoupled ? 1 - (learningRate * WeightDecay.Nearest) : 1);

    public (V First, V Second, V Third) On<V>(V step, V learningRate)
        where V : IArithmetic<V> => (
        learningRate / CorrectionOn(V.Tanh(step * HalfLogBeta1)),
        1f / V.Sqrt(CorrectionOn(V.Tanh(step * HalfLogBeta2))),
        Decoupled ? 1f - (learningRate * WeightDecay) : V.Like(step, 1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(ref V p, V g, ref V s0, ref V s1, ref V s2, V stepSize, V inverseRootCorrection, V shrink)
        where V : IArithmetic<V>
    {
        if (Decoupled)
            p *= shrink;
        else if (WeightDecay.Nearest != 0)
            g += p * WeightDecay;
        s0 = Lerp.Of(s0, g, OneMinusBeta1, Beta1);
        s1 = (s1 * Beta2) + (g * g * OneMinusBeta2);
        p -= s0 * stepSize / ((V.Sqrt(s1) * inverseRootCorrection) + Epsilon);
    }

    /// <summary>
    /// 1 − βᵗ = 1 − e^(2a) with a = t·ln β/2, as −2h/(1 − h) with h = tanh a: with β = 0.999 and small t the plain difference would lose
    /// three digits. h is negative, so nothing cancels; with β = 0 it is −1.
    /// </summary>
    internal static double Correction(double h) => -2 * h / (1 - h);

    internal static float Correction(float h) => -2 * h / (1 - h);

    private static V CorrectionOn<V>(V h)
        where V : IArithmetic<V> => h * -2f / (1f - h);
}
