using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// WGAN (Arjovsky, Chintala, Bottou 2017): the discriminator (there: critic) minimises E D(G(z)) − E D(x), the generator −E D(G(z)). Over
/// all 1-Lipschitz D the critic's loss is minus the Wasserstein-1 distance of the two distributions, which has a gradient even where they
/// do not overlap. The Lipschitz bound is not part of the loss: weight clipping (<c>--clip-weights 0.01</c>, as published) or a gradient
/// penalty (<c>--penalty wgan-gp</c>) sets it.
/// </summary>
public sealed class Wasserstein : Objective
{
    public override string Name => "wasserstein";

    public override string Description => "difference of mean scores, of a bounded critic (WGAN, Arjovsky et al. 2017)";

    public override bool NeedsBoundedDiscriminator => true;

    public override Tensor OfDiscriminator(Verdict real, Verdict fake, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return fake.Output.Mean() - real.Output.Mean();
    }

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return -fake.Output.Mean();
    }
}
