using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>The rule of each parameter group of <see cref="Adam"/> or <see cref="AdamW"/>, with or without AMSGrad.</summary>
internal sealed class AdamRules
{
    private readonly AdamRule[] rules;

    // With AMSGrad these are the rules.
    private readonly AmsGradRule[]? amsGradRules;

    public AdamRules(
        ParameterGroups groups, double beta1, double beta2, double epsilon, double weightDecay, bool amsGrad, bool decoupled)
    {
        var rule = new AdamRule(
            Settings.Share(beta1), Settings.Share(beta2), Settings.NotNegative(epsilon), Settings.NotNegative(weightDecay), decoupled);
        rules = groups.Select(group => rule with { WeightDecay = Settings.WeightDecay(group, weightDecay) });
        if (amsGrad)
            amsGradRules = Array.ConvertAll(rules, r => new AmsGradRule(r.Beta1, r.Beta2, r.Epsilon, r.WeightDecay, r.Decoupled));
    }

    public void Update(UpdateBuffers run, int group)
    {
        if (amsGradRules != null)
            ParameterUpdate.Run(run, amsGradRules[group]);
        else
            ParameterUpdate.Run(run, rules[group]);
    }

    public void Update(TensorUpdate run, Tensor gradient, int group)
    {
        if (amsGradRules != null)
            run.Run(gradient, amsGradRules[group]);
        else
            run.Run(gradient, rules[group]);
    }
}
