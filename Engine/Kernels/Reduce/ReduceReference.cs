using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>The meaning of <see cref="Reduce"/>.</summary>
internal static class ReduceReference
{
    public static void Run<T, TReduction>(Reduce sizes, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReduction : unmanaged, IReduction
    {
        for (int o = 0; o < sizes.Outer; o++)
        {
            for (int i = 0; i < sizes.Inner; i++)
            {
                Scalar<T> total = T.CreateChecked(TReduction.Start);
                for (int r = 0; r < sizes.Length; r++)
                    total = TReduction.Combine(total, x[(((o * sizes.Length) + r) * sizes.Inner) + i]);
                T value = total.Value / T.CreateChecked(sizes.Divisor);
                y[(o * sizes.Inner) + i] = sizes.Accumulate ? y[(o * sizes.Inner) + i] + value : value;
            }
        }
    }
}
