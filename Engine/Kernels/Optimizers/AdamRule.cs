using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// Adam (Kingma, Ba 2015), with PyTorch's order of operations. State: m = s0, v = s1; t counts steps from 1.
/// <code>
/// g += λ·p                        weight decay as an L2 term (Adam), or
/// p −= lr·λ·p                     decoupled from the gradient (AdamW; Loshchilov, Hutter 2019)
/// m += (1 − β₁)·(g − m)
/// v = β₂·v + (1 − β₂)·g²
/// p −= lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// </code>
/// </summary>
/// <param name="Beta1">0 ≤ β₁ &lt; 1.</param>
/// <param name="Beta2">0 ≤ β₂ &lt; 1.</param>
/// <param name="Decoupled">AdamW's weight decay instead of Adam's.</param>
public readonly record struct AdamRule(double Beta1, double Beta2, double Epsilon, double WeightDecay, bool Decoupled) : IUpdateRule<AdamRule>
{
    // A word in memory: ILGPU gives kernels no bool.
    private int DecoupledWord { get; } = Decoupled ? 1 : 0;

    public bool Decoupled => DecoupledWord != 0;

    // What would lose digits in a GPU's floats is worked out here, in double.
    private double OneMinusBeta1 { get; } = 1 - Beta1;

    private double OneMinusBeta2 { get; } = 1 - Beta2;

    private double HalfLogBeta1 { get; } = Math.Log(Beta1) / 2;

    private double HalfLogBeta2 { get; } = Math.Log(Beta2) / 2;

    private double StepSize { get; init; }

    private double InverseRootCorrection { get; init; }

    private double Shrink { get; init; }

    public bool Keeps(int index) => index < 2;

    public AdamRule At(double step, double learningRate) => this with
    {
        StepSize = learningRate / Correction(Math.Tanh(step * HalfLogBeta1)),
        InverseRootCorrection = 1 / Math.Sqrt(Correction(Math.Tanh(step * HalfLogBeta2))),
        Shrink = Decoupled ? 1 - (learningRate * WeightDecay) : 1,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(ref V p, V g, ref V s0, ref V s1, ref V s2)
        where V : IArithmetic<V>
    {
        if (Decoupled)
            p *= Shrink;
        else if (WeightDecay != 0)
            g += p * WeightDecay;
        s0 += (g - s0) * OneMinusBeta1;
        s1 = (s1 * Beta2) + (g * g * OneMinusBeta2);
        p -= s0 * StepSize / ((V.Sqrt(s1) * InverseRootCorrection) + Epsilon);
    }

    /// <summary>
    /// 1 − βᵗ = 1 − e^(2a) with a = t·ln β/2, as −2h/(1 − h) with h = tanh a: with β = 0.999 and small t the plain difference would lose three
    /// digits. h is negative, so nothing cancels; with β = 0 it is −1.
    /// </summary>
    private static double Correction(double h) => -2 * h / (1 - h);
}
