using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>RMSProp (Hinton 2012); the formula is at <see cref="RmsPropRule"/>.</summary>
public sealed class RmsProp : Optimizer
{
    private readonly RmsPropRule rule;

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
        : base(parameters, learningRate, "square_avg", momentum != 0 ? "momentum_buffer" : null, centered ? "grad_avg" : null)
    {
        rule = new RmsPropRule(
            Settings.Share(alpha), Settings.NotNegative(epsilon), Settings.NotNegative(weightDecay), Settings.NotNegative(momentum),
            centered);
    }

    protected override void Update(UpdateBuffers run) => ParameterUpdate.Run(run, rule);
}
