using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Penalties;

/// <summary>
/// R2 (Mescheder, Geiger, Nowozin 2018, eq. 10): γ/2·E‖∇D(G(z))‖², <see cref="R1"/> on generated samples. R3GAN (Huang et al. 2024) takes
/// both. The weight is γ.
/// </summary>
public sealed class R2 : Penalty
{
    public override string Name => "r2";

    public override string Description => "gradient 0 on generated samples (Mescheder et al. 2018)";

    public override float DefaultWeight => 10;

    public override Tensor Of(PenaltyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return SquaredGradientNorm(input.Score, input.Fake).Mean() * 0.5;
    }
}
