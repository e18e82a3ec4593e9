using System.Runtime.CompilerServices;
using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>Refuses settings that an optimizer could only diverge with.</summary>
internal static class Settings
{
    /// <summary>A share that is kept from step to step: in [0, 1).</summary>
    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 ? value : throw new InputException($"The optimizer's {name} must lie in [0, 1), got {value}.");

    /// <summary>A finite number ≥ 0.</summary>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new InputException($"The optimizer's {name} must be a finite number ≥ 0, got {value}.");

    /// <summary>A group's weight decay, or else the optimizer's: a finite number ≥ 0.</summary>
    public static double WeightDecay(ParameterGroup group, double weightDecay) =>
        NotNegative(group.WeightDecay ?? weightDecay, nameof(weightDecay));
}
