using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// An exponential moving average of weights: here p is the average and g the weight itself, not a gradient.
/// <code>
/// d = min(decay, t/(t + 9))       t counts updates from 1, so that the initial weights are soon forgotten
/// p = g + d·(p − g)
/// </code>
/// </summary>
/// <param name="Decay">0 ≤ decay &lt; 1.</param>
public readonly record struct AverageRule(FloatPair Decay) : IUpdateRule<AverageRule>
{
    public bool Keeps(int index) => false;

    public StepNumbers At(double step, double learningRate) => new(Math.Min(Decay, step / (step + 9)));

    public StepFloats InFloats(float step, float learningRate) => 
        new(step < (step + 9) * Decay.Nearest ? step / (step + 9) : Decay.Nearest, 0, 0);

    public (V First, V Second, V Third) On<V>(V step, V learningRate)
        where V : IArithmetic<V> => (V.Min(V.Like(step, Decay), step / (step + 9f)), V.Like(step, 0f), V.Like(step, 0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(ref V p, V g, ref V s0, ref V s1, ref V s2, V keep, V second, V third)
        where V : IArithmetic<V> => p = g + ((p - g) * keep);
}
