using System.Numerics;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>The definition of <see cref="MaxPool2dGradient"/>.</summary>
internal static class MaxPool2dGradientReference
{
    public static void Run<T>(MaxPool2dGradient sizes, ReadOnlySpan<T> dy, ReadOnlySpan<T> places, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int pixels = sizes.Rows.Inputs * sizes.Columns.Inputs, outputs = sizes.Rows.Outputs * sizes.Columns.Outputs;
        dx.Clear();
        for (int at = 0; at < dy.Length; at++)
        {
            int place = int.CreateChecked(places[at]);
            if (place >= 0)
                dx[(at / outputs * pixels) + place] += dy[at];
        }
    }
}
