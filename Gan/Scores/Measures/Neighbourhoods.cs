namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// Four k-nearest-neighbour measures from balls around samples, each with the distance to the <see cref="Neighbours"/>th nearest neighbour
/// in the same set as its radius.
/// <code>
///   precision   share of generated samples within some real ball      Kynkäänniemi et al. 2019, arXiv 1904.06991
///   recall      share of real samples within some generated ball      the same
///   density     real balls around a generated sample, over k          Naeem et al. 2020, arXiv 2002.09797
///   coverage    share of real balls with a generated sample in them   the same
/// </code>
/// Precision and density measure whether samples look real, recall and coverage whether they are as diverse. A real outlier has a large
/// ball, which makes precision too high; density counts balls, and may exceed 1. Only coverage and density use balls around real samples
/// alone, so bad samples do not enlarge them.
/// </summary>
internal readonly record struct Neighbourhoods(double Precision, double Recall, double Density, double Coverage)
{
    /// <summary>k, as in the density and coverage paper.</summary>
    public const int Neighbours = 5;

    /// <param name="products">Computes scalar products.</param>
    /// <param name="real">N × size, N &gt; k.</param>
    /// <param name="generated">M × size, M &gt; k.</param>
    public static Neighbourhoods Of(Products products, ReadOnlySpan<float> real, ReadOnlySpan<float> generated, int size)
    {
        double[] realSquares = Products.Squares(real, size), generatedSquares = Products.Squares(generated, size);
        double[] realRadii = Radii(products, real, realSquares, size), generatedRadii = Radii(products, generated, generatedSquares, size);

        long containing = 0;
        bool[] precise = new bool[generatedSquares.Length], recalled = new bool[realSquares.Length], covered = new bool[realSquares.Length];
        products.ForEach(real, generated, size, (first, firstGenerated, columns, block) =>
        {
            for (int p = 0; p < block.Length; p++)
            {
                int i = first + (p / columns), j = firstGenerated + (p % columns);
                double squared = realSquares[i] + generatedSquares[j] - (2.0 * block[p]);
                if (squared < realRadii[i])
                {
                    containing++;
                    precise[j] = covered[i] = true;
                }

                if (squared < generatedRadii[j])
                    recalled[i] = true;
            }
        });
        return new Neighbourhoods(Share(precise), Share(recalled), containing / ((double)Neighbours * precise.Length), Share(covered));
    }

    /// <summary>The squared distance of each row to its kth nearest other row.</summary>
    private static double[] Radii(Products products, ReadOnlySpan<float> rows, double[] squares, int size)
    {
        // The k smallest distances of each row so far, the largest first.
        double[] nearest = new double[squares.Length * Neighbours];
        Array.Fill(nearest, double.PositiveInfinity);
        products.ForEach(rows, rows, size, (first, firstOther, columns, block) =>
        {
            for (int p = 0; p < block.Length; p++)
            {
                int i = first + (p / columns), j = firstOther + (p % columns);
                double squared = squares[i] + squares[j] - (2.0 * block[p]);
                Span<double> own = nearest.AsSpan(i * Neighbours, Neighbours);
                if (i != j && squared < own[0])
                    Replace(own, squared);
            }
        });
        return [.. Enumerable.Range(0, squares.Length).Select(i => nearest[i * Neighbours])];
    }

    /// <summary>Replaces the first (largest) value and restores the order by insertion.</summary>
    private static void Replace(Span<double> falling, double value)
    {
        int place = 0;
        while (place + 1 < falling.Length && falling[place + 1] > value)
        {
            falling[place] = falling[place + 1];
            place++;
        }

        falling[place] = value;
    }

    private static double Share(bool[] flags) => flags.Count(flag => flag) / (double)flags.Length;
}
