using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>
/// The losses of the two players, from the discriminator's scores. One file per objective; <c>--loss</c> chooses it by name.
/// </summary>
public abstract class Objective : ICatalogEntry
{
    /// <summary>The objectives there are.</summary>
    public static Catalog<Objective> Catalog { get; } = new("loss", first: "non-saturating");

    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>
    /// Whether the formulas are of probabilities. Then a network's final sigmoid is kept; otherwise it is left out, and the discriminator
    /// gives raw scores.
    /// </summary>
    public virtual bool TakesProbabilities => false;

    /// <summary>Whether the loss compares outputs with <see cref="Targets"/>, which can be smoothed and flipped.</summary>
    public virtual bool HasTargets => false;

    /// <summary>Whether the generator's loss depends on real samples too.</summary>
    public virtual bool GeneratorSeesReal => false;

    /// <summary>
    /// Whether the loss is unbounded in the scores, so that something else must bound the discriminator: a gradient penalty, weight
    /// clipping.
    /// </summary>
    public virtual bool NeedsBoundedDiscriminator => false;

    /// <summary>
    /// The value of <see cref="Opinion"/> above which a sample counts as real; null if only the order of a real and a generated sample
    /// means something.
    /// </summary>
    public virtual float? Boundary => null;

    /// <summary>The discriminator's loss, of shape ().</summary>
    public abstract Tensor OfDiscriminator(Verdict real, Verdict fake, Targets targets);

    /// <summary>The generator's loss, of shape ().</summary>
    /// <param name="fake">For the generator's samples.</param>
    /// <param name="real">For as many real samples, without gradient; null unless <see cref="GeneratorSeesReal"/>.</param>
    /// <param name="targets">1 and 0, never smoothed.</param>
    public abstract Tensor OfGenerator(Verdict fake, Verdict? real, Targets targets);

    /// <summary>
    /// The generator's loss, of shape (), in a game whose real side it makes too (<see cref="Games.Game.LearnsReal"/>): it wants each side
    /// taken for the other, so this is usually the discriminator's loss with the sides exchanged.
    /// </summary>
    /// <param name="fake">For the generated side.</param>
    /// <param name="real">For the real side, with gradient.</param>
    /// <param name="targets">1 and 0, never smoothed.</param>
    public virtual Tensor OfBothSides(Verdict fake, Verdict real, Targets targets) =>
        GeneratorSeesReal ? OfGenerator(fake, real, targets) : OfDiscriminator(real: fake, fake: real, targets);

    /// <summary>What the log shows as D(x) and D(G(z)): the score, unless it stands for a probability.</summary>
    public virtual Tensor Opinion(Verdict verdict) => verdict.Output;
}
