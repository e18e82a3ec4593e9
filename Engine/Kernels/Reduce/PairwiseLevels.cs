using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>
/// How one item on a processor adds up any number of rows pairwise, in the memory of a few: a binary counter. A leaf is the total of
/// <see cref="Chain"/> rows; level k holds a total of 2ᵏ leaves where bit k of their number is set. The rounding error grows with the
/// logarithm of the length (Higham, "The accuracy of floating point summation", 1993), and the order depends on the length alone.
/// </summary>
internal static class PairwiseLevels
{
    /// <summary>Rows that a leaf adds up one after the other.</summary>
    public const int Chain = 32;

    /// <summary>Levels for as many leaves as an array can have.</summary>
    public const int Count = 27;

    /// <summary>Leaves of so many rows, at least one.</summary>
    public static int Leaves(int rows) => Math.Max((rows + Chain - 1) / Chain, 1);

    /// <summary>
    /// Adds leaf number <paramref name="leaf"/> to those before it. Behind the last one <paramref name="totals"/> holds the totals of all.
    /// </summary>
    /// <param name="levels"><see cref="Count"/> rows of <paramref name="width"/>.</param>
    /// <param name="totals">The leaf, <paramref name="width"/> numbers.</param>
    public static void Add<TReduction>(ArrayView<float> levels, ArrayView<float> totals, int leaf, bool isLast, int width)
        where TReduction : unmanaged, IReduction
    {
        int level = 0;
        for (int bits = leaf; bits > 0 && (isLast || (bits & 1) == 1); bits >>= 1)
        {
            if ((bits & 1) == 1)
            {
                for (int i = 0; i < width; i++)
                    totals[i] = TReduction.Combine<Lane>(levels[(level * width) + i], totals[i]).Value;
            }

            level++;
        }

        if (!isLast)
        {
            for (int i = 0; i < width; i++)
                levels[(level * width) + i] = totals[i];
        }
    }
}
