using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Conditions;

/// <summary>
/// The auxiliary classifier GAN (Odena, Olah, Shlens 2017): the generator reads z with an embedding of the label y, the discriminator sees
/// no label but has a second output that guesses it. With L_S the objective's loss, the discriminator minimises
/// <code>
///   L_S + CE(C(x), y) + CE(C(G(z, y)), y)      and the generator      L_S + CE(C(G(z, y)), y)
/// </code>
/// CE is the cross-entropy of the class logits C. Both players want samples that are easy to classify, at the cost of variety.
/// </summary>
public sealed record AcGan : Condition
{
    public override string Name => "ac-gan";

    public override string Description => "the discriminator guesses the label as well (Odena, Olah, Shlens 2017)";

    public override int JoinedLatent(int latentSize) => latentSize + EmbeddingSize;

    public override IReadOnlyList<Module> JoinLatent(RandomSource random) => [new JoinLabel(Labels, [EmbeddingSize], random)];

    public override Module Head(Dense score, RandomSource random) => new ClassHead(score, Labels.Count, random);

    public override Tensor ClassLoss(Module head, Tensor features) => ((ClassHead)head).Logits(features).CrossEntropy(Labels.Indices);
}
