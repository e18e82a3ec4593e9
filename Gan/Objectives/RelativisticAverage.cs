using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// The relativistic average loss, RaGAN (Jolicoeur-Martineau 2018, eq. 12): each sample is compared with the other side's mean score. With
/// d(x) = D(x) − E D(G(z)) and d(G(z)) = D(G(z)) − E D(x) the discriminator minimises E softplus(−d(x)) + E softplus(d(G(z))), and the
/// generator the same with the sides exchanged: E softplus(d(x)) + E softplus(−d(G(z))).
/// </summary>
public sealed class RelativisticAverage : Objective
{
    public override string Name => "relativistic-average";

    public override string Description => "D compares a sample with the mean of the other side (RaGAN, Jolicoeur-Martineau 2018)";

    public override bool GeneratorSeesReal => true;

    public override Tensor OfDiscriminator(Verdict real, Verdict fake, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return Loss(real.Output, fake.Output);
    }

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(real);
        return Loss(fake.Output, real.Output);
    }

    /// <summary>E softplus(−(a − E b)) + E softplus(b − E a): small where each a is above E b and each b below E a.</summary>
    private static Tensor Loss(Tensor a, Tensor b) => (b.Mean() - a).Softplus().Mean() + (b - a.Mean()).Softplus().Mean();
}
