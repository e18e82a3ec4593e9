using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Penalties;

/// <summary>
/// DRAGAN (Kodali et al. 2017): λ·E(‖∇D(x̂)‖ − 1)² around real samples only, at x̂ = x + ε·½·std(x)·u with u uniform in [0, 1) for each
/// number, ε uniform in [0, 1) for each sample, and std over the whole batch, as in the authors' code.
/// </summary>
public sealed class Dragan : Penalty
{
    public override string Name => "dragan";

    public override string Description => "gradient norm 1 around real samples (Kodali et al. 2017)";

    public override float DefaultWeight => 10;

    public override Tensor Of(PenaltyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor x = input.Real, spread = x.Variance(correction: 0).Sqrt() * 0.5;
        Tensor near = x + (input.Random.Uniform(x.Shape) * spread);
        return DistanceFromOne(SquaredGradientNorm(input.Score, Between(x, near, input.Random)));
    }
}
