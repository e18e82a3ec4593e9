using System.Numerics;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>The definition of <see cref="BatchNormGradient"/>. Empty spans stand for missing operands.</summary>
internal static class BatchNormGradientReference
{
    public static void Run<T>(
        BatchNormGradient sizes,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> gamma,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> inverse,
        Span<T> dx,
        Span<T> dgamma,
        Span<T> dbeta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int N, int C, int inner) = (sizes.N, sizes.C, sizes.Inner);
        T M = T.CreateChecked(N * inner);
        for (int c = 0; c < C; c++)
        {
            T sum = T.Zero, product = T.Zero;
            for (int i = 0; i < N * inner; i++)
            {
                int at = Index(i, c);
                sum += dy[at];
                product += dy[at] * (x[at] - mean[c]) * inverse[c];
            }

            if (!dgamma.IsEmpty)
                dgamma[c] = sizes.AccumulateGamma ? dgamma[c] + product : product;
            if (!dbeta.IsEmpty)
                dbeta[c] = sizes.AccumulateBeta ? dbeta[c] + sum : sum;

            T scale = gamma.IsEmpty ? inverse[c] : gamma[c] * inverse[c];
            for (int i = 0; i < N * inner && !dx.IsEmpty; i++)
            {
                int at = Index(i, c);
                T normalized = (x[at] - mean[c]) * inverse[c];
                dx[at] = sizes.Training ? scale * (dy[at] - (sum / M) - (normalized * product / M)) : scale * dy[at];
            }
        }

        // Value i of channel c, counted over N and Inner.
        int Index(int i, int c) => (((i / inner) * C) + c) * inner + (i % inner);
    }
}
