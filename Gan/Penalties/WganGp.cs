using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Penalties;

/// <summary>
/// WGAN-GP (Gulrajani et al. 2017, algorithm 1): λ·E(‖∇D(x̂)‖ − 1)² at random points x̂ between a real and a generated sample. The optimal
/// critic of the Wasserstein distance has gradient norm 1 almost everywhere on these lines.
/// </summary>
public sealed class WganGp : Penalty
{
    public override string Name => "wgan-gp";

    public override string Description => "gradient norm 1 between real and generated samples (Gulrajani et al. 2017)";

    public override float DefaultWeight => 10;

    public override Tensor Of(PenaltyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return DistanceFromOne(SquaredGradientNorm(input.Score, Between(input.Real, input.Fake, input.Random)));
    }
}
