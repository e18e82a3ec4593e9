using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// LSGAN (Mao et al. 2017, eq. 9, a = 0, b = c = 1): the discriminator minimises ½·E(D(x) − 1)² + ½·E D(G(z))², the generator
/// ½·E(D(G(z)) − 1)². The score has no sigmoid; a sample far on the right side of the boundary still has a gradient that pulls it towards
/// the target. The optimum for a fixed generator is D*(x) = p_data(x) / (p_data(x) + p_G(x)), so the score reads as a probability.
/// </summary>
public sealed class LeastSquares : Objective
{
    public override string Name => "least-squares";

    public override string Description => "squared distance of the score from 1 and 0 (LSGAN, Mao et al. 2017)";

    public override bool HasTargets => true;

    public override float? Boundary => 0.5f;

    public override Tensor OfDiscriminator(Verdict real, Verdict fake, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return (real.Output.MeanSquaredError(targets.Real) + fake.Output.MeanSquaredError(targets.Fake)) * 0.5;
    }

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return fake.Output.MeanSquaredError(targets.Real) * 0.5;
    }
}
