using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// <see cref="AdamRule"/> with AMSGrad (Reddi, Kale, Kumar 2018): the largest second moment so far takes the place of the latest. State:
/// m = s0, v = s1, w = s2.
/// <code>
/// m, v as in Adam
/// w = max(w, v)                   of v before its bias correction, as in PyTorch
/// p −= lr/(1 − β₁ᵗ) · m / (√w/√(1 − β₂ᵗ) + ε)
/// </code>
/// A rule of its own: as a branch in Adam's it kept OpenCL compilers from vectorizing Adam's step.
/// </summary>
/// <param name="Beta1">0 ≤ β₁ &lt; 1.</param>
/// <param name="Beta2">0 ≤ β₂ &lt; 1.</param>
/// <param name="Decoupled">AdamW's weight decay instead of Adam's.</param>
public readonly record struct AmsGradRule(FloatPair Beta1, FloatPair Beta2, FloatPair Epsilon, FloatPair WeightDecay, bool Decoupled)
    : IUpdateRule<AmsGradRule>
{
    // A word in memory: ILGPU does not support bool fields in kernels.
    private int DecoupledWord { get; } = Decoupled ? 1 : 0;

    public bool Decoupled => DecoupledWord != 0;

    // Values that would lose digits in a GPU's floats are computed here, in double.
    private FloatPair OneMinusBeta1 { get; } = 1 - Beta1;

    private FloatPair OneMinusBeta2 { get; } = 1 - Beta2;

    private FloatPair HalfLogBeta1 { get; } = Math.Log(Beta1) / 2;

    private FloatPair HalfLogBeta2 { get; } = Math.Log(Beta2) / 2;

    public bool Keeps(int index) => true;

    public StepNumbers At(double step, double learningRate) =>
        new AdamRule(Beta1, Beta2, Epsilon, WeightDecay, Decoupled).At(step, learningRate);

    public StepFloats InFloats(float step, float learningRate) => new(
        learningRate / AdamRule.Correction(MathF.Tanh(step * HalfLogBeta1.Nearest)),
        1 / MathF.Sqrt(AdamRule.Correction(MathF.Tanh(step * HalfLogBeta2.Nearest))),
        Decoupled ? 1 - (learningRate * WeightDecay.Nearest) : 1);

    public (V First, V Second, V Third) On<V>(V step, V learningRate)
        where V : IArithmetic<V> => new AdamRule(Beta1, Beta2, Epsilon, WeightDecay, Decoupled).On(step, learningRate);

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
        s2 = V.Max(s2, s1);
        p -= s0 * stepSize / ((V.Sqrt(s2) * inverseRootCorrection) + Epsilon);
    }
}
