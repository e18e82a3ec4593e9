using GanFromScratch.Engine;
using GanFromScratch.Gan.Penalties;

namespace GanFromScratch.Tests.Extension;

public sealed class Drift : Penalty
{
    public override string Name => "drift";

    public override string Description => "E D(x)² of real samples, which keeps scores near 0 (Karras et al. 2018)";

    public override float DefaultWeight => 1e-3f;

    public override Tensor Of(PenaltyInput input) => input.Score(input.Real).Square().Mean();
}
