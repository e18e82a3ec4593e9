using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Optimizers;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Tests.Library;

/// <summary>An optimizer of one's own. Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms".</summary>
public sealed class Lion(IReadOnlyList<NamedTensor> parameters, float learningRate = 1e-4f)
    : Optimizer(parameters, learningRate, "exp_avg")
{
    private readonly LionRule rule = new(0.9, 0.99);

    protected override void Update(UpdateBuffers run, int group) => ParameterUpdate.Run(run, rule);
}

/// <summary>p −= lr·sign(β₁·m + (1 − β₁)·g), then m = β₂·m + (1 − β₂)·g.</summary>
public readonly record struct LionRule(FloatPair Beta1, FloatPair Beta2) : IUpdateRule<LionRule>
{
    public bool Keeps(int index) => index == 0;

    public StepNumbers At(double step, double learningRate) => new(learningRate);

    public StepFloats InFloats(float step, float learningRate) => new(learningRate, 0, 0);

    public (V First, V Second, V Third) On<V>(V step, V learningRate)
        where V : IArithmetic<V> => (learningRate, V.Like(step, 0), V.Like(step, 0));

    public void Apply<V>(ref V p, V g, ref V s0, ref V s1, ref V s2, V rate, V second, V third)
        where V : IArithmetic<V>
    {
        V blend = g + ((s0 - g) * Beta1), zero = V.Like(p, 0);
        p -= V.Select(V.Greater(blend, zero), rate, V.Select(V.Greater(zero, blend), -rate, zero));
        s0 = g + ((s0 - g) * Beta2);
    }
}
