using System.Numerics;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>The definition of <see cref="Select"/>.</summary>
internal static class SelectReference
{
    public static void Run<T>(ReadOnlySpan<T> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = condition[i] != T.Zero ? a[i] : b[i];
    }
}
