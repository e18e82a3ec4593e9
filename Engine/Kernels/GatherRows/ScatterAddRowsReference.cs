using System.Numerics;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>The definition of <see cref="ScatterAddRows"/>.</summary>
internal static class ScatterAddRowsReference
{
    public static void Run<T>(ScatterAddRows sizes, ReadOnlySpan<T> x, ReadOnlySpan<T> indices, Span<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!sizes.Accumulate)
            table.Clear();
        for (int i = 0; i < sizes.Count; i++)
        {
            int row = WholeIndex.Of(indices[i], sizes.Rows, nameof(ScatterAddRows));
            for (int c = 0; c < sizes.Width; c++)
                table[(row * sizes.Width) + c] += x[(i * sizes.Width) + c];
        }
    }
}
