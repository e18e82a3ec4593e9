using System.Numerics;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>The definition of <see cref="MaxPool2dGather"/>.</summary>
internal static class MaxPool2dGatherReference
{
    public static void Run<T>(MaxPool2dGather sizes, ReadOnlySpan<T> x, ReadOnlySpan<T> places, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int at = 0; at < y.Length; at++)
        {
            int place = int.CreateChecked(places[at]);
            y[at] = place < 0 ? T.Zero : x[(at / sizes.Outputs * sizes.Inputs) + place];
        }
    }
}
