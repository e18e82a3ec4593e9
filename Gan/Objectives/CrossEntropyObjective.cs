using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// The objectives whose discriminator is a binary classifier: it minimises the cross-entropy −E log D(x) − E log(1 − D(G(z))) (Goodfellow
/// et al. 2014, eq. 1). For a fixed generator the optimum is D*(x) = p_data(x) / (p_data(x) + p_G(x)).
/// </summary>
public abstract class CrossEntropyObjective : Objective
{
    public override bool TakesProbabilities => true;

    public override bool HasTargets => true;

    public override float? Boundary => 0.5f;

    public override Tensor OfDiscriminator(Verdict real, Verdict fake, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        return real.CrossEntropy(targets.Real) + fake.CrossEntropy(targets.Fake);
    }

    public override Tensor Opinion(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.Probability();
    }
}
