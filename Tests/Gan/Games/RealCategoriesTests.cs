using GanFromScratch.Engine;
using GanFromScratch.Gan.Games;
using GanFromScratch.Tests.Gan.Models;

namespace GanFromScratch.Tests.Gan.Games;

/// <summary>The term that finds categories of real samples: its formula, and the direction in which a guess changes most.</summary>
public sealed class RealCategoriesTests : ModelFixture
{
    private const int N = 6, K = 3, Size = 8;

    [Test]
    public void A_guess_that_changes_nowhere_leaves_the_two_entropies()
    {
        Tensor logits = Random.Normal([N, K]), x = Random.Normal([N, Size]);
        double[][] p = [.. logits.ToArray().Chunk(K).Select(row => row.Select(v => Math.Exp(v)).ToArray())
            .Select(row => row.Select(v => v / row.Sum()).ToArray())];
        double ofEach = p.Average(Entropy), ofAll = Entropy([.. Enumerable.Range(0, K).Select(k => p.Average(row => row[k]))]);
        Tensor term = RealCategories.Term(logits, x, other => logits + (other * 0).Sum([1], keepDims: true), Random);
        Assert.That(term.ToArray()[0], Is.EqualTo(0.1 * (ofEach - (4 * ofAll))).Within(1e-5));

        static double Entropy(double[] of) => -of.Sum(share => share * Math.Log(share));
    }

    [Test]
    public void The_guess_is_held_in_the_direction_in_which_it_changes_most()
    {
        Tensor weights = Random.Normal([Size, K]) * 0.3, x = Random.Normal([N, Size]);
        List<Tensor> asked = [];
        RealCategories.Term(Guess(x), x, Guess, Random);
        Tensor worst = asked[2] - x;
        float[] most = Divergence(worst);
        Tensor radius = worst.Square().Sum([1], keepDims: true).Sqrt();
        float[][] points = [.. x.ToArray().Chunk(Size)];
        double[] nearest = [.. points.Select((a, i) => points.Where((_, j) => j != i).Min(b => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum())))];
        Assert.That(radius.ToArray(), Is.EqualTo(nearest.Select(far => 0.19 * far)).Within(1e-4), "a share of the distance to the nearest");
        int larger = 0;
        for (int i = 0; i < 50; i++)
        {
            Tensor other = Random.Normal(x.Shape);
            float[] there = Divergence(other / other.Square().Sum([1], keepDims: true).Sqrt() * radius);
            larger += there.Zip(most).Count(pair => pair.First > pair.Second);
        }

        // One gradient at a small step finds the worst direction nearly, not exactly.
        Assert.That(larger, Is.LessThan(0.1 * 50 * N));

        Tensor Guess(Tensor other)
        {
            asked.Add(other.Detach());
            return other.MatMul(weights);
        }

        float[] Divergence(Tensor step)
        {
            Tensor p = x.MatMul(weights).LogSoftmax(), q = (x + step).MatMul(weights).LogSoftmax();
            return (p.Exp() * (p - q)).Sum([1]).ToArray();
        }
    }
}
