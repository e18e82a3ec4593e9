using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>
/// How the 256 items of a group on a GPU make one number of many, or one for each of a few columns, always in the same order.
/// </summary>
internal static class GroupFold
{
    /// <summary>Items of a group that folds.</summary>
    public const int Items = Division.GroupSize;

    /// <summary>Columns that a group takes side by side where it walks down rows: 32 neighbours are read in one go.</summary>
    public const int Columns = 32;

    /// <summary>Rows that such a group reads at once.</summary>
    public const int Rows = Items / Columns;

    /// <summary>
    /// Combines what all items bring whose index is the same modulo <paramref name="width"/>, a power of two, and gives the result to each
    /// of them. The upper half is laid onto the lower one again and again: log₂(256 / width) steps, each with half as many items as before.
    /// Afterwards <paramref name="shared"/> (256 numbers) is free again.
    /// </summary>
    public static float Of<TReduction>(ArrayView<float> shared, float mine, int width)
        where TReduction : unmanaged, IReduction
    {
        int item = Group.IdxX;
        shared[item] = mine;
        Group.Barrier();
        for (int half = Items / 2; half >= width; half /= 2)
        {
            if (item < half)
                shared[item] = TReduction.Combine<Lane>(shared[item], shared[item + half]).Value;
            Group.Barrier();
        }

        float total = shared[item % width];
        Group.Barrier();
        return total;
    }
}
