using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// The discriminator as in <see cref="Minimax"/>; the generator minimises −log D(G(z)) instead of log(1 − D(G(z))): the same fixed point,
/// but the gradient is largest where the discriminator rejects fakes with confidence (Goodfellow et al. 2014, section 3). Every tutorial
/// trains with this loss.
/// </summary>
public sealed class NonSaturating : CrossEntropyObjective
{
    public override string Name => "non-saturating";

    public override string Description => "G ascends log D(G(z)) instead (Goodfellow et al. 2014, section 3)";

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return fake.CrossEntropy(targets.Real);
    }
}
