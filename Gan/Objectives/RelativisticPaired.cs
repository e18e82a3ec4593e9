using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// The relativistic pairing loss, RpGAN (Jolicoeur-Martineau 2018; R3GAN, Huang et al. 2024): real and generated samples are compared pair
/// by pair. The discriminator minimises E softplus(−(D(x) − D(G(z)))), the generator E softplus(−(D(G(z)) − D(x))). No boundary is drawn
/// between real and generated samples on the whole, so dropping a mode costs the generator in each pair that has it.
/// </summary>
public sealed class RelativisticPaired : Objective
{
    public override string Name => "relativistic-paired";

    public override string Description => "D compares a real and a generated sample pair by pair (RpGAN; R3GAN, Huang et al. 2024)";

    public override bool GeneratorSeesReal => true;

    public override Tensor OfDiscriminator(Verdict real, Verdict fake, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return (fake.Output - real.Output).Softplus().Mean();
    }

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(real);
        return (real.Output - fake.Output).Softplus().Mean();
    }
}
