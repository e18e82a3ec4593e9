using System.Numerics;

namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>The definition of <see cref="SoftmaxGradient"/>.</summary>
internal static class SoftmaxGradientReference
{
    public static void Run<T>(SoftmaxGradient sizes, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < sizes.Rows; r++)
        {
            int begin = r * sizes.Columns, end = begin + sizes.Columns;
            T sum = T.Zero;
            for (int i = begin; i < end; i++)
                sum += sizes.Logarithm ? dy[i] : dy[i] * y[i];
            for (int i = begin; i < end; i++)
                dx[i] = sizes.Logarithm ? dy[i] - (T.Exp(y[i]) * sum) : y[i] * (dy[i] - sum);
        }
    }
}
