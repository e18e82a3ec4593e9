using System.Numerics;

namespace GanFromScratch.Engine.Kernels.ArgMax;

/// <summary>The definition of <see cref="ArgMax"/>.</summary>
internal static class ArgMaxReference
{
    public static void Run<T>(ArgMax sizes, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int o = 0; o < sizes.Outer; o++)
        {
            for (int i = 0; i < sizes.Inner; i++)
            {
                int best = 0;
                for (int r = 1; r < sizes.Length; r++)
                {
                    T candidate = x[(((o * sizes.Length) + r) * sizes.Inner) + i], holder = x[
                        (((o * sizes.Length) + best) * sizes.Inner) + i];
                    if (candidate > holder || (T.IsNaN(candidate) && !T.IsNaN(holder)))
                        best = r;
                }

                y[(o * sizes.Inner) + i] = T.CreateChecked(best);
            }
        }
    }
}
