using System.Numerics;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Kernels.Softmax;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>The definition of <see cref="CrossEntropyGradient"/>.</summary>
internal static class CrossEntropyGradientReference
{
    public static void Run<T>(CrossEntropyGradient sizes, ReadOnlySpan<T> logits, ReadOnlySpan<T> classes, ReadOnlySpan<T> dy, Span<T> d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SoftmaxReference.Run(new Softmax.Softmax(sizes.N, sizes.C), logits, d);
        T scale = dy[0] / T.CreateChecked(sizes.N);
        for (int n = 0; n < sizes.N; n++)
        {
            int index = WholeIndex.Of(classes[n], sizes.C, nameof(CrossEntropy));
            for (int c = 0; c < sizes.C; c++)
            {
                T wanted = c == index ? T.One : T.Zero;
                d[(n * sizes.C) + c] = scale * (d[(n * sizes.C) + c] - wanted);
            }
        }
    }
}
