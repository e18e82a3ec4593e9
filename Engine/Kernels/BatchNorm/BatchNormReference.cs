using System.Numerics;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>The definition of <see cref="BatchNorm"/>. Empty spans stand for missing operands.</summary>
internal static class BatchNormReference
{
    public static void Run<T>(
        BatchNorm sizes,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gamma,
        ReadOnlySpan<T> beta,
        Span<T> runningMean,
        Span<T> runningVariance,
        Span<T> y,
        Span<T> mean,
        Span<T> inverse,
        bool training)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int N, int C, int inner) = (sizes.N, sizes.C, sizes.Inner);
        T momentum = T.CreateChecked(sizes.Momentum), epsilon = T.CreateChecked(sizes.Epsilon), M = T.CreateChecked(N * inner);
        for (int c = 0; c < C; c++)
        {
            T mu, variance;
            if (training)
            {
                T sum = T.Zero, squares = T.Zero;
                for (int i = 0; i < N * inner; i++)
                    sum += x[Index(i, c)];
                mu = sum / M;
                for (int i = 0; i < N * inner; i++)
                    squares += (x[Index(i, c)] - mu) * (x[Index(i, c)] - mu);
                variance = squares / M;
                if (!runningMean.IsEmpty)
                {
                    runningMean[c] = ((T.One - momentum) * runningMean[c]) + (momentum * mu);
                    runningVariance[c] = ((T.One - momentum) * runningVariance[c]) + (momentum * squares / (M - T.One));
                }
            }
            else
            {
                mu = runningMean[c];
                variance = runningVariance[c];
            }

            mean[c] = mu;
            inverse[c] = T.One / T.Sqrt(variance + epsilon);
            for (int i = 0; i < N * inner; i++)
            {
                T normalized = (x[Index(i, c)] - mu) * inverse[c];
                y[Index(i, c)] = (gamma.IsEmpty ? normalized : gamma[c] * normalized) + (beta.IsEmpty ? T.Zero : beta[c]);
            }
        }

        // Value i of channel c, counted over N and Inner.
        int Index(int i, int c) => (((i / inner) * C) + c) * inner + (i % inner);
    }
}
