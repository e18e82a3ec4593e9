using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Gan.Anomalies;

/// <summary>
/// The codes E(x) of the normal images that the encoder has learnt. Where a code lies far from all of them, its image is unlike any normal
/// one, even if the generator can make it: a generator that has learnt fours and sevens makes a fair nine.
/// </summary>
/// <param name="products">Computes dot products.</param>
/// <param name="codes">N × size, N at least 1.</param>
/// <param name="size">Length of a code.</param>
internal sealed class NormalCodes(Products products, float[] codes, int size)
{
    /// <summary>k, as in <see cref="Neighbourhoods"/>.</summary>
    private const int Neighbours = Neighbourhoods.Neighbours;

    private readonly double[] squares = Products.Squares(codes, size);

    /// <summary>Of each code the mean of ‖z − z'‖²/size over its k nearest normal codes z'.</summary>
    /// <param name="others">M × size.</param>
    public float[] Distances(ReadOnlySpan<float> others)
    {
        double[] own = Products.Squares(others, size);
        int k = Math.Min(Neighbours, squares.Length);

        // For each code its k smallest squared distances so far, in ascending order.
        double[] nearest = new double[own.Length * k];
        Array.Fill(nearest, double.PositiveInfinity);
        products.ForEach(others, codes, size, (first, firstNormal, columns, block) =>
        {
            for (int p = 0; p < block.Length; p++)
            {
                int i = first + (p / columns);
                double squared = own[i] + squares[firstNormal + (p % columns)] - (2.0 * block[p]);
                Span<double> smallest = nearest.AsSpan(i * k, k);
                if (squared >= smallest[^1])
                    continue;
                int at = k - 1;
                for (; at > 0 && smallest[at - 1] > squared; at--)
                    smallest[at] = smallest[at - 1];
                smallest[at] = squared;
            }
        });
        return [.. nearest.Chunk(k).Select(some => (float)(some.Average(squared => Math.Max(squared, 0)) / size))];
    }
}
