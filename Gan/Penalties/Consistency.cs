using GanFromScratch.Engine;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Gan.Penalties;

/// <summary>
/// Consistency regularisation (CR-GAN, Zhang et al. 2020): λ·E(D(x) − D(T(x)))² on real samples. T keeps the meaning of a sample, so D's
/// score must not change. T shifts images by up to an eighth (<see cref="Translation"/>; the paper mirrors them too, which digits do not
/// allow) and adds normal noise of deviation 0.05 to points, another T of the paper. The term on generated samples as well is bCR (Zhao et
/// al. 2021).
/// </summary>
public sealed class Consistency : Penalty
{
    private const float NoiseOfPoints = 0.05f;
    private static readonly Translation Shift = new();

    public override string Name => "consistency";

    public override string Description => "the same score for a real sample and the same shifted (Zhang et al. 2020)";

    public override float DefaultWeight => 10;

    public override Tensor Of(PenaltyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor x = input.Real;
        Tensor changed = x.Rank == 4 ? Shift.Of(x, input.Random) : x + input.Random.Normal(x.Shape, std: NoiseOfPoints);
        return (input.Score(x) - input.Score(changed)).Square().Mean();
    }
}
