using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>
/// Adam with weight decay decoupled from the gradient (Loshchilov, Hutter 2019); the formula is at <see cref="AdamRule"/>.
/// </summary>
public sealed class AdamW : Optimizer
{
    private readonly AdamRule[] rules;

    /// <param name="beta1">In [0, 1).</param>
    /// <param name="beta2">In [0, 1).</param>
    /// <param name="epsilon">≥ 0.</param>
    /// <param name="weightDecay">≥ 0; times the learning rate, the share that a parameter loses in a step.</param>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public AdamW(
        IReadOnlyList<NamedTensor> parameters,
        float learningRate = 1e-3f,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01)
        : this(new ParameterGroups(new ParameterGroup(parameters)), learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>As above, with parameters in groups.</summary>
    public AdamW(
        ParameterGroups groups,
        float learningRate = 1e-3f,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01)
        : base(groups, learningRate, "exp_avg", "exp_avg_sq")
    {
        var rule = new AdamRule(
            Settings.Share(beta1), Settings.Share(beta2), Settings.NotNegative(epsilon), Settings.NotNegative(weightDecay),
            Decoupled: true);
        rules = groups.Select(group => rule with { WeightDecay = Settings.WeightDecay(group, weightDecay) });
    }

    protected override void Update(UpdateBuffers run, int group) => ParameterUpdate.Run(run, rules[group]);
}
