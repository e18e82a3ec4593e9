using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>
/// Adam with weight decay decoupled from the gradient (Loshchilov, Hutter 2019); the formula is at <see cref="AdamRule"/>.
/// </summary>
public sealed class AdamW : Optimizer
{
    private readonly AdamRules rules;

    /// <param name="beta1">In [0, 1).</param>
    /// <param name="beta2">In [0, 1).</param>
    /// <param name="epsilon">≥ 0.</param>
    /// <param name="weightDecay">≥ 0; times the learning rate, the share that a parameter loses in a step.</param>
    /// <param name="amsGrad">Divide by the largest second moment so far; see <see cref="AmsGradRule"/>.</param>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public AdamW(
        IReadOnlyList<NamedTensor> parameters,
        float learningRate = 1e-3f,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01,
        bool amsGrad = false)
        : this(new ParameterGroups(new ParameterGroup(parameters)), learningRate, beta1, beta2, epsilon, weightDecay, amsGrad)
    {
    }

    /// <summary>As above, with parameters in groups.</summary>
    public AdamW(
        ParameterGroups groups,
        float learningRate = 1e-3f,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01,
        bool amsGrad = false)
        : base(groups, learningRate, "exp_avg", "exp_avg_sq", amsGrad ? "max_exp_avg_sq" : null) =>
        rules = new AdamRules(groups, beta1, beta2, epsilon, weightDecay, amsGrad, decoupled: true);

    protected override void Update(UpdateBuffers run, int group) => rules.Update(run, group);

    protected override void Update(TensorUpdate run, Tensor gradient, int group) => rules.Update(run, gradient, group);
}
