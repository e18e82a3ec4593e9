using GanFromScratch.Engine;
using GanFromScratch.Gan.Objectives;

namespace GanFromScratch.Tests.Extension;

public sealed class Pearson : Objective
{
    public override string Name => "pearson";

    public override string Description => "least squares with the targets -1 and 1, and 0 for G (Mao et al. 2017, equation 8)";

    public override float? Boundary => 0;

    public override Tensor OfDiscriminator(Verdict real, Verdict fake, Targets targets) =>
        ((real.Output - 1).Square().Mean() + (fake.Output + 1).Square().Mean()) * 0.5;

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets) => fake.Output.Square().Mean() * 0.5;
}
