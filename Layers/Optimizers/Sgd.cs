using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>Stochastic gradient descent with momentum; the formula is at <see cref="SgdRule"/>.</summary>
public sealed class Sgd : Optimizer
{
    private readonly SgdRule[] rules;

    /// <param name="momentum">≥ 0; 0 keeps no state.</param>
    /// <param name="dampening">How much of a gradient momentum leaves out, from the second step on.</param>
    /// <param name="weightDecay">≥ 0; as an L2 term in the gradient.</param>
    /// <param name="nesterov">Look ahead along the momentum; needs momentum and no dampening.</param>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public Sgd(
        IReadOnlyList<NamedTensor> parameters, float learningRate = 1e-3f, double momentum = 0, double dampening = 0,
        double weightDecay = 0, bool nesterov = false)
        : this(new ParameterGroups(new ParameterGroup(parameters)), learningRate, momentum, dampening, weightDecay, nesterov)
    {
    }

    /// <summary>As above, with parameters in groups.</summary>
    public Sgd(
        ParameterGroups groups, float learningRate = 1e-3f, double momentum = 0, double dampening = 0,
        double weightDecay = 0, bool nesterov = false)
        : base(groups, learningRate, momentum != 0 ? "momentum_buffer" : null)
    {
        if (nesterov && (momentum == 0 || dampening != 0))
            throw new InputException($"Nesterov's momentum needs momentum > 0 and no dampening, got {momentum} and {dampening}.");
        var rule = new SgdRule(Settings.NotNegative(momentum), dampening, Settings.NotNegative(weightDecay), nesterov);
        rules = groups.Select(group => rule with { WeightDecay = Settings.WeightDecay(group, weightDecay) });
    }

    protected override void Update(UpdateBuffers run, int group) => ParameterUpdate.Run(run, rules[group]);

    protected override void Update(TensorUpdate run, Tensor gradient, int group) => run.Run(gradient, rules[group]);
}
