using System.Numerics;

namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>The definition of <see cref="Softmax"/>.</summary>
internal static class SoftmaxReference
{
    public static void Run<T>(Softmax sizes, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < sizes.Rows; r++)
        {
            ReadOnlySpan<T> row = x.Slice(r * sizes.Columns, sizes.Columns);
            T largest = T.NegativeInfinity, sum = T.Zero;
            foreach (T value in row)
                largest = T.Max(largest, value);
            foreach (T value in row)
                sum += T.Exp(value - largest);
            for (int c = 0; c < row.Length; c++)
                y[(r * sizes.Columns) + c] = sizes.Logarithm ? row[c] - largest - T.Log(sum) : T.Exp(row[c] - largest) / sum;
        }
    }
}
