using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// The hinge loss (Lim, Ye 2017; Miyato et al. 2018, eq. 16): the discriminator minimises E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))), the
/// generator −E D(G(z)). A sample that is beyond the margin of 1 on its own side no longer moves the discriminator; the generator's
/// gradient never saturates.
/// </summary>
public sealed class Hinge : Objective
{
    public override string Name => "hinge";

    public override string Description => "a margin of 1 on each side (Lim, Ye 2017; SNGAN, SAGAN and BigGAN train with it)";

    public override float? Boundary => 0;

    public override Tensor OfDiscriminator(Verdict real, Verdict fake, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return (1 - real.Output).Relu().Mean() + (fake.Output + 1).Relu().Mean();
    }

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return -fake.Output.Mean();
    }

    public override Tensor OfBothSides(Verdict fake, Verdict real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(real);
        return real.Output.Mean() - fake.Output.Mean();
    }
}
