using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Conditions;

/// <summary>
/// The conditional GAN (Mirza, Osindero 2014): both players get the label with their input,
/// <code>
///   min_G max_D  E log D(x | y) + E log(1 − D(G(z | y) | y))
/// </code>
/// The generator reads z with a learned embedding of y behind it. The discriminator reads an image with another embedding of y as an
/// additional channel, and a point with it as additional coordinates.
/// </summary>
public sealed record Cgan : Condition
{
    public override string Name => "cgan";

    public override string Description => "the label joined with the input of both players (Mirza, Osindero 2014)";

    public override int JoinedLatent(int latentSize) => latentSize + EmbeddingSize;

    public override IReadOnlyList<Module> JoinLatent(RandomSource random) => [new JoinLabel(Labels, [EmbeddingSize], random)];

    public override Shape JoinedInput(Shape sample) => sample.With(0, sample[0] + LabelOf(sample)[0]);

    public override IReadOnlyList<Module> JoinInput(Shape sample, RandomSource random) => [new JoinLabel(Labels, LabelOf(sample), random)];

    /// <summary>One channel of an image's size; a vector for a point.</summary>
    private static Shape LabelOf(Shape sample) => sample.Rank == 1 ? [EmbeddingSize] : sample.With(0, 1);
}
