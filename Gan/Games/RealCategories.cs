using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// Categories of real samples without labels: regularised information maximisation (Krause, Perona, Gomes 2010) with virtual adversarial
/// training, IMSAT (Hu, Miyato, Tokui, Matsumoto, Sugiyama 2017, "Learning Discrete Representations via Information Maximizing
/// Self-Augmented Training"). With p(y | x) the network's guess:
/// <code>
///   R(x) + λ · [ H(y | x) − μ · H(y) ]
///   R(x) = KL( p(· | x) ‖ p(· | x + r) ),   r = ε · g / ‖g‖,   g = ∇_r KL( p(· | x) ‖ p(· | x + r) )
/// </code>
/// Each guess is to be sure, all categories equally frequent in a batch, and the guess the same in all directions from x, even the worst
/// one within ε, which one gradient at a small random r finds. So borders between categories lie where there are no samples. λ = 0.1 and
/// μ = 4 as in the paper; ε, there a quarter of the distance to the tenth neighbour of each sample, is one number.
/// </summary>
internal static class RealCategories
{
    private const float Weight = 0.1f, Balance = 4, Probe = 1, Radius = 2.5f;

    /// <summary>The term, a scalar; its mean is over the batch.</summary>
    /// <param name="logits">Of the samples, (N, K).</param>
    /// <param name="x">The samples, (N, …).</param>
    /// <param name="guess">Logits of other samples, (N, …) → (N, K).</param>
    /// <param name="random">Draws the direction in which the search begins.</param>
    public static Tensor Term(Tensor logits, Tensor x, Func<Tensor, Tensor> guess, RandomSource random)
    {
        Tensor logOfEach = logits.LogSoftmax(), each = logOfEach.Exp(), all = each.Mean([0]);
        Tensor ofEach = (each * logOfEach).Sum([1]).Mean(), ofAll = (all * (all + 1e-8).Log()).Sum();
        (Tensor p, Tensor logP) = (each.Detach(), logOfEach.Detach());

        Tensor small = Unit(random.Normal(x.Shape)) * Probe;
        small.RequiresGrad = true;
        Tensor worst = Unit(Gradients.Of(Divergence(p, logP, guess(x + small)), [small])[0]) * Radius;
        return Divergence(p, logP, guess(x + worst)) + (((ofAll * Balance) - ofEach) * Weight);
    }

    /// <summary>KL(p ‖ q), the mean over the batch.</summary>
    private static Tensor Divergence(Tensor p, Tensor logP, Tensor logitsOfQ) => (p * (logP - logitsOfQ.LogSoftmax())).Sum([1]).Mean();

    /// <summary>Each row scaled to length 1.</summary>
    private static Tensor Unit(Tensor rows)
    {
        Tensor flat = rows.Detach().Reshape(rows.Shape[0], -1);
        return (flat / (flat.Square().Sum([1], keepDims: true) + 1e-20).Sqrt()).Reshape(rows.Shape);
    }
}
