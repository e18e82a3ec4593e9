using System.Numerics;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>The definition of <see cref="GatherRows"/>.</summary>
internal static class GatherRowsReference
{
    public static void Run<T>(GatherRows sizes, ReadOnlySpan<T> table, ReadOnlySpan<T> indices, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < sizes.Count; i++)
        {
            int row = WholeIndex.Of(indices[i], sizes.Rows, nameof(GatherRows));
            for (int c = 0; c < sizes.Width; c++)
                y[(i * sizes.Width) + c] = table[(row * sizes.Width) + c];
        }
    }
}
