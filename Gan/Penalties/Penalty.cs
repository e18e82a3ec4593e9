using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Gan.Penalties;

/// <summary>What a penalty sees.</summary>
/// <param name="Score">The discriminator's raw score of samples (N, …), before a sigmoid: (N, 1).</param>
/// <param name="Real">Real samples (N, …).</param>
/// <param name="Fake">As many generated samples, without gradient.</param>
/// <param name="Random">For points in between, and the like.</param>
public sealed record PenaltyInput(Func<Tensor, Tensor> Score, Tensor Real, Tensor Fake, RandomSource Random);

/// <summary>
/// A term added to the discriminator's loss, one file each; <c>--penalty NAME[:WEIGHT[:INTERVAL]]</c> chooses them by name.
/// </summary>
public abstract class Penalty : ICatalogEntry
{
    /// <summary>The penalties there are.</summary>
    public static Catalog<Penalty> Catalog { get; } = new("penalty", first: "wgan-gp");

    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>The published factor.</summary>
    public abstract float DefaultWeight { get; }

    /// <summary>The term without its weight, of shape (), differentiable by the discriminator's parameters.</summary>
    public abstract Tensor Of(PenaltyInput input);

    /// <summary>
    /// ‖∇ₓ score(x)‖² of each sample, (N), differentiable once more. As long as a sample's score depends on that sample alone, the gradient
    /// of the scores' sum holds each sample's own gradient. Batch normalisation breaks this: there one score depends on all samples.
    /// </summary>
    /// <param name="score">The discriminator.</param>
    /// <param name="x">(N, …).</param>
    protected static Tensor SquaredGradientNorm(Func<Tensor, Tensor> score, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(x);
        Tensor point = x.Detach();
        point.RequiresGrad = true;
        Tensor gradient = Gradients.Of(score(point).Sum(), [point], createGraph: true)[0];
        return gradient.Reshape(x.Shape[0], -1).Square().Sum([1]);
    }

    /// <summary>E(‖g‖ − 1)² from the squared norms (N).</summary>
    protected static Tensor DistanceFromOne(Tensor squaredNorms)
    {
        ArgumentNullException.ThrowIfNull(squaredNorms);

        // The square root has no finite slope at 0, which a dead discriminator's gradient is.
        return ((squaredNorms + 1e-12).Sqrt() - 1).Square().Mean();
    }

    /// <summary>A point on the line between each pair of samples, at an own random place: a + ε(b − a), ε uniform in [0, 1).</summary>
    protected static Tensor Between(Tensor a, Tensor b, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(random);
        return a + ((b - a) * random.Uniform(a.Shape.OnesFrom(1)));
    }
}
