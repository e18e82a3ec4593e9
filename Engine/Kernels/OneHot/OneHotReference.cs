using System.Numerics;
using GanFromScratch.Engine.Kernels.GatherRows;

namespace GanFromScratch.Engine.Kernels.OneHot;

/// <summary>The definition of <see cref="OneHot"/>.</summary>
internal static class OneHotReference
{
    public static void Run<T>(OneHot sizes, ReadOnlySpan<T> indices, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int n = 0; n < sizes.Count; n++)
        {
            int index = WholeIndex.Of(indices[n], sizes.Classes, nameof(OneHot));
            for (int c = 0; c < sizes.Classes; c++)
                y[(n * sizes.Classes) + c] = c == index ? T.One : T.Zero;
        }
    }
}
