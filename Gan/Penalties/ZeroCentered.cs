using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Penalties;

/// <summary>
/// 0-GP (Thanh-Tung, Tran, Venkatesh 2019, "Improving Generalization and Stability of GANs"): λ·E‖∇D(x̂)‖² at random points between a real
/// and a generated sample, <see cref="WganGp"/> with the centre at 0. It penalises gradients on the paths that generated samples take.
/// </summary>
public sealed class ZeroCentered : Penalty
{
    public override string Name => "0-gp";

    public override string Description => "gradient 0 between real and generated samples (Thanh-Tung et al. 2019)";

    public override float DefaultWeight => 10;

    public override Tensor Of(PenaltyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return SquaredGradientNorm(input.Score, Between(input.Real, input.Fake, input.Random)).Mean();
    }
}
