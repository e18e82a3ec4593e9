using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>RMSProp (Hinton 2012); the formula is at <see cref="RmsPropRule"/>.</summary>
public sealed class RmsProp : Optimizer
{
    private readonly RmsPropRule[] rules;

    /// <param name="alpha">In [0, 1): how slowly the mean square forgets.</param>
    /// <param name="epsilon">≥ 0.</param>
    /// <param name="weightDecay">≥ 0; as an L2 term in the gradient.</param>
    /// <param name="momentum">≥ 0; 0 keeps no velocity.</param>
    /// <param name="centered">Divide by the variance's root instead of the mean square's.</param>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public RmsProp(
        IReadOnlyList<NamedTensor> parameters,
        float learningRate = 1e-2f,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false)
        : this(new ParameterGroups(new ParameterGroup(parameters)), learningRate, alpha, epsilon, weightDecay, momentum, centered)
    {
    }

    /// <summary>As above, with parameters in groups.</summary>
    public RmsProp(
        ParameterGroups groups,
        float learningRate = 1e-2f,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false)
        : base(groups, learningRate, "square_avg", momentum != 0 ? "momentum_buffer" : null, centered ? "grad_avg" : null)
    {
        var rule = new RmsPropRule(
            Settings.Share(alpha), Settings.NotNegative(epsilon), Settings.NotNegative(weightDecay), Settings.NotNegative(momentum),
            centered);
        rules = groups.Select(group => rule with { WeightDecay = Settings.WeightDecay(group, weightDecay) });
    }

    protected override void Update(UpdateBuffers run, int group) => ParameterUpdate.Run(run, rules[group]);

    protected override void Update(TensorUpdate run, Tensor gradient, int group) => run.Run(gradient, rules[group]);
}
