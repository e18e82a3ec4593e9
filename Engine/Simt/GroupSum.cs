namespace GanFromScratch.Engine.Simt;

/// <summary>The sum of one number of each item of a group, always added in the same order: upper half onto lower half, until one is left.</summary>
internal static class GroupSum
{
    /// <summary>All items call it; afterwards the sum is in <c>partial[0]</c>, for all to see. The group's size is a power of two.</summary>
    /// <param name="partial">Shared memory, a float an item.</param>
    public static void Fold(ArrayView<float> partial, float value)
    {
        int item = Group.IdxX;
        partial[item] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (item < half)
                partial[item] += partial[item + half];
            Group.Barrier();
        }
    }
}
