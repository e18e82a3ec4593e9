using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Penalties;

/// <summary>
/// R1 (Mescheder, Geiger, Nowozin 2018, eq. 9): γ/2·E‖∇D(x)‖² on real samples. At the equilibrium, where the distributions are equal, D
/// must be flat on the data; the penalty makes training converge locally. The weight is γ.
/// </summary>
public sealed class R1 : Penalty
{
    public override string Name => "r1";

    public override string Description => "gradient 0 on real samples (Mescheder et al. 2018)";

    public override float DefaultWeight => 10;

    public override Tensor Of(PenaltyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return SquaredGradientNorm(input.Score, input.Real).Mean() * 0.5;
    }
}
