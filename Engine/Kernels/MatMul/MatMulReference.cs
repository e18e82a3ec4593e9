using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>The definition of <see cref="MatMul"/>: three loops.</summary>
internal static class MatMulReference
{
    public static void Run<T, TActivation>(
        MatMul sizes, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> bias, Span<T> c, TActivation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TActivation : unmanaged, IUnaryFormula
    {
        (int M, int N, int K) = (sizes.M, sizes.N, sizes.K);
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                T sum = bias.IsEmpty ? T.Zero : bias[j];
                for (int k = 0; k < K; k++)
                    sum += (sizes.TransposeA ? a[(k * M) + i] : a[(i * K) + k]) * (sizes.TransposeB ? b[(j * K) + k] : b[(k * N) + j]);
                c[(i * N) + j] = sizes.Accumulate ? c[(i * N) + j] + sum : activation.Value<Scalar<T>>(sum).Value;
            }
        }
    }
}
