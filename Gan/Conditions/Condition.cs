using GanFromScratch.Engine;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Conditions;

/// <summary>
/// How the label of a sample reaches both players, one file each; <c>--condition</c> chooses it by name. A model's networks ask it for the
/// layers that take labels; <see cref="NoCondition"/> adds none.
/// </summary>
public abstract record Condition : ICatalogEntry
{
    /// <summary>Length of a label joined with z or with a point.</summary>
    protected const int EmbeddingSize = 50;

    /// <summary>The conditions there are.</summary>
    public static Catalog<Condition> Catalog { get; } = new("condition", first: "none");

    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>The labels that the networks read; of no classes without a condition.</summary>
    public ClassLabels Labels { get; init; } = new(0);

    /// <summary>Whether the networks take labels.</summary>
    public bool TakesLabels => this is not NoCondition;

    /// <summary>Whether the discriminator learns that real samples with the labels of others are wrong; usually not.</summary>
    public virtual bool JudgesMatches => false;

    /// <summary>The condition of a run: usually the same, with labels for the run's classes.</summary>
    public virtual Condition For(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return this with { Labels = new ClassLabels(options.Classes) };
    }

    /// <summary>Length of the generator's input z with what <see cref="JoinLatent"/> adds.</summary>
    public virtual int JoinedLatent(int latentSize) => latentSize;

    /// <summary>Layers before the generator's first, (N, latent) → (N, <see cref="JoinedLatent"/>); usually none.</summary>
    public virtual IReadOnlyList<Module> JoinLatent(RandomSource random) => [];

    /// <summary>A batch normalisation of the generator, x (N, C).</summary>
    public virtual Module BatchNorm1d(int features, RandomSource random) => new BatchNorm1d(features, random);

    /// <summary>A batch normalisation of the generator, x (N, C, H, W).</summary>
    /// <param name="features">C.</param>
    /// <param name="random">Draws the initial values.</param>
    /// <param name="weights">How the scale of a normalisation without classes starts: at 1 if left out.</param>
    public virtual Module BatchNorm2d(int features, RandomSource random, Initializer? weights = null) =>
        new BatchNorm2d(features, random, weights: weights);

    /// <summary>Shape of a sample with what <see cref="JoinInput"/> adds.</summary>
    public virtual Shape JoinedInput(Shape sample) => sample;

    /// <summary>Layers before the discriminator's first, (N, sample) → (N, <see cref="JoinedInput"/>); usually none.</summary>
    public virtual IReadOnlyList<Module> JoinInput(Shape sample, RandomSource random) => [];

    /// <summary>The discriminator's last layer with weights, features (N, F) → (N, 1).</summary>
    /// <param name="score">The layer without labels; taken over.</param>
    public virtual Module Head(Dense score, RandomSource random) => score;

    /// <summary>A term that both players add to their losses, of shape (); null if there is none.</summary>
    /// <param name="head">What <see cref="Head"/> made.</param>
    /// <param name="features">Of samples with the current labels, (N, F).</param>
    public virtual Tensor? ClassLoss(Module head, Tensor features) => null;
}
