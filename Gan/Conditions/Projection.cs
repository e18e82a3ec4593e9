using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Conditions;

/// <summary>
/// The projection discriminator (Miyato, Koyama 2018): the score of features f for label y is V[y]·f + ψ(f), the form that the log-ratio of
/// two class-conditional densities takes if each is log-linear in f. The generator takes the label in its batch normalisations, each with
/// a scale and shift for every class.
/// </summary>
public sealed record Projection : Condition
{
    public override string Name => "projection";

    public override string Description =>
        "an inner product of features and label in D, class-conditional batch norm in G (Miyato, Koyama 2018)";

    public override Module BatchNorm1d(int features, RandomSource random) =>
        new ConditionalBatchNorm(new BatchNorm1d(features, random, affine: false), features, Labels, random);

    public override Module BatchNorm2d(int features, RandomSource random, Initializer? weights = null) =>
        new ConditionalBatchNorm(new BatchNorm2d(features, random, affine: false), features, Labels, random, weights);

    public override Module Head(Dense score, RandomSource random) => new ProjectionHead(score, Labels, random);
}
