using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>Adam (Kingma, Ba 2015); the formula is at <see cref="AdamRule"/>.</summary>
public sealed class Adam : Optimizer
{
    private readonly AdamRules rules;

    /// <param name="beta1">In [0, 1); GANs often take 0.5.</param>
    /// <param name="beta2">In [0, 1).</param>
    /// <param name="epsilon">≥ 0.</param>
    /// <param name="weightDecay">≥ 0; as an L2 term in the gradient.</param>
    /// <param name="amsGrad">Divide by the largest second moment so far; see <see cref="AmsGradRule"/>.</param>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public Adam(
        IReadOnlyList<NamedTensor> parameters, float learningRate = 1e-3f, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0, bool amsGrad = false)
        : this(new ParameterGroups(new ParameterGroup(parameters)), learningRate, beta1, beta2, epsilon, weightDecay, amsGrad)
    {
    }

    /// <summary>As above, with parameters in groups.</summary>
    public Adam(
        ParameterGroups groups, float learningRate = 1e-3f, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0, bool amsGrad = false)
        : base(groups, learningRate, "exp_avg", "exp_avg_sq", amsGrad ? "max_exp_avg_sq" : null) =>
        rules = new AdamRules(groups, beta1, beta2, epsilon, weightDecay, amsGrad, decoupled: false);

    protected override void Update(UpdateBuffers run, int group) => rules.Update(run, group);

    protected override void Update(TensorUpdate run, Tensor gradient, int group) => rules.Update(run, gradient, group);
}
