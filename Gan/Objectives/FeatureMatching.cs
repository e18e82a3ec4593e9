using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// Feature matching (Salimans et al. 2016, section 3.1): the discriminator as in <see cref="Minimax"/>; the generator minimises
/// ‖E f(x) − E f(G(z))‖², where f(x) are the features that the discriminator's last layer reads. The generator matches the mean of the
/// real features instead of the output that the discriminator is trained to move.
/// </summary>
public sealed class FeatureMatching : CrossEntropyObjective
{
    public override string Name => "feature-matching";

    public override string Description => "G matches the mean of D's features of real samples (Salimans et al. 2016)";

    public override bool GeneratorSeesReal => true;

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(real);
        return (real.Features.Mean([0]) - fake.Features.Mean([0])).Square().Sum();
    }
}
