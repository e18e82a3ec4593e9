using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// The original minimax game: min over G, max over D of E log D(x) + E log(1 − D(G(z))) (Goodfellow et al. 2014, eq. 1). The generator
/// minimises log(1 − D(G(z))). Where D rejects fakes with confidence (D(G(z)) near 0) this loss saturates and the generator's gradient
/// vanishes: the reason for <see cref="NonSaturating"/>.
/// </summary>
public sealed class Minimax : CrossEntropyObjective
{
    public override string Name => "minimax";

    public override string Description => "the original game: G descends log(1 − D(G(z))) (Goodfellow et al. 2014)";

    public override Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return -fake.CrossEntropy(targets.Fake);
    }

    public override Tensor OfBothSides(Verdict fake, Verdict real, Targets targets) => -OfDiscriminator(real, fake, targets);
}
