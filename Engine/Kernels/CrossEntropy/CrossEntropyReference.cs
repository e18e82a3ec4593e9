using System.Numerics;
using GanFromScratch.Engine.Kernels.GatherRows;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>The definition of <see cref="CrossEntropy"/>.</summary>
internal static class CrossEntropyReference
{
    public static void Run<T>(CrossEntropy sizes, ReadOnlySpan<T> logits, ReadOnlySpan<T> classes, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T total = T.Zero;
        for (int n = 0; n < sizes.N; n++)
        {
            ReadOnlySpan<T> row = logits.Slice(n * sizes.C, sizes.C);
            int index = WholeIndex.Of(classes[n], sizes.C, nameof(CrossEntropy));
            T largest = T.NegativeInfinity, sum = T.Zero;
            foreach (T value in row)
                largest = T.Max(largest, value);
            foreach (T value in row)
                sum += T.Exp(value - largest);
            total += T.Log(sum) - (row[index] - largest);
        }

        y[0] = total / T.CreateChecked(sizes.N);
    }
}
