using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

// The passes are those of BatchNormSimt.cs:
// ChannelsAlone  (Inner > 1) One item per channel, each contiguous run summed with 16 running totals.
// StripsAlone    (Inner = 1) One item per strip of 64 channels, which keeps their sums on the way down the rows.

/// <summary><see cref="BatchNorm"/> on a processor behind OpenCL.</summary>
internal static partial class BatchNormSimt
{
    /// <summary>Channels that one item of a processor takes side by side: four cache lines.</summary>
    public const int Strip = 64;

    public static KernelVersions<BatchNormLaunch> Processor() => KernelVersions<BatchNormLaunch>.Cases([
        new("ChannelsAlone", "one item per channel, 16 running totals", static (device, in work) =>
        {
            (int N, int C, int inner, float momentum, float epsilon) = work.Sizes;
            BatchNorm.Buffers b = work.Buffers;
            ChannelsAlone(
                device, Division.Share(device, C, 3L * N * inner), b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean,
                b.Inverse, N, C, inner, momentum, epsilon, work.Training);
        }),
        new("StripsAlone", "one item per strip of 64 channels", static (device, in work) =>
        {
            (int N, int C, _, float momentum, float epsilon) = work.Sizes;
            BatchNorm.Buffers b = work.Buffers;
            StripsAlone(
                device, Division.Share(device, Division.Groups(C, Strip), 3L * N * Math.Min(C, Strip)), b.X, b.Gamma, b.Beta,
                b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, N, C, momentum, epsilon, work.Training);
        },
            Fits: static (in work, _) => work.Sizes.Inner == 1)]);

    [Kernel(GroupSize = 1)]
    internal static void StripsAlone(
        ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> runningMean, ArrayView<float> runningVariance,
        ArrayView<float> y, ArrayView<float> mean, ArrayView<float> inverse, int N, int C, float momentum, float epsilon, bool training)
    {
        ArrayView<float> mu = LocalMemory.Allocate<float>(Strip);
        ArrayView<float> squares = LocalMemory.Allocate<float>(Strip);
        ArrayView<float> scale = LocalMemory.Allocate<float>(Strip);
        ArrayView<float> shift = LocalMemory.Allocate<float>(Strip);
        ArrayView<float> levels = LocalMemory.Allocate<float>(PairwiseLevels.Count * Strip);
        for (int first = Grid.IdxX * Strip; first < C; first += Grid.DimX * Strip)
        {
            int count = Math.Min(Strip, C - first);
            for (int i = 0; i < count; i++)
            {
                mu[i] = training ? 0 : runningMean[first + i];
                squares[i] = 0;
            }

            if (training)
            {
                int leaves = PairwiseLevels.Leaves(N);
                for (int leaf = 0; leaf < leaves; leaf++)
                {
                    for (int i = 0; i < count; i++)
                        mu[i] = 0;
                    int end = Math.Min((leaf + 1) * PairwiseLevels.Chain, N);
                    for (int n = leaf * PairwiseLevels.Chain; n < end; n++)
                    {
                        for (int i = 0; i < count; i++)
                            mu[i] += x[(n * C) + first + i];
                    }

                    PairwiseLevels.Add<SumReduction>(levels, mu, leaf, leaf == leaves - 1, count);
                }

                for (int i = 0; i < count; i++)
                    mu[i] /= N;
                for (int leaf = 0; leaf < leaves; leaf++)
                {
                    for (int i = 0; i < count; i++)
                        squares[i] = 0;
                    int end = Math.Min((leaf + 1) * PairwiseLevels.Chain, N);
                    for (int n = leaf * PairwiseLevels.Chain; n < end; n++)
                    {
                        for (int i = 0; i < count; i++)
                        {
                            float centred = x[(n * C) + first + i] - mu[i];
                            squares[i] += centred * centred;
                        }
                    }

                    PairwiseLevels.Add<SumReduction>(levels, squares, leaf, leaf == leaves - 1, count);
                }
            }

            for (int i = 0; i < count; i++)
            {
                int c = first + i;
                if (training)
                    MoveRunning(runningMean, runningVariance, c, mu[i], squares[i], N, momentum);
                float s = 1 / MathF.Sqrt((training ? squares[i] / N : runningVariance[c]) + epsilon);
                mean[c] = mu[i];
                inverse[c] = s;
                scale[i] = ScaleOf(gamma, c, s);
                shift[i] = ShiftOf(beta, c);
            }

            for (int n = 0; n < N; n++)
            {
                for (int i = 0; i < count; i++)
                    y[(n * C) + first + i] = ((x[(n * C) + first + i] - mu[i]) * scale[i]) + shift[i];
            }
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void ChannelsAlone(
        ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> runningMean, ArrayView<float> runningVariance,
        ArrayView<float> y, ArrayView<float> mean, ArrayView<float> inverse, int N, int C, int inner, float momentum, float epsilon,
        bool training)
    {
        for (int c = Grid.IdxX; c < C; c += Grid.DimX)
        {
            float mu, variance;
            if (training)
            {
                Cascade sum = Cascade.Empty<SumReduction>(), sumOfSquares = sum;
                for (int n = 0; n < N; n++)
                    sum = Cascade.Add<SumReduction>(sum, RunFold.Of<SumReduction>(x, ((n * C) + c) * inner, inner));
                mu = Cascade.Total<SumReduction>(sum) / (N * inner);
                for (int n = 0; n < N; n++)
                {
                    float ofStretch = RunFold.Sum<SquareTerm>(x, x, mu, ((n * C) + c) * inner, inner);
                    sumOfSquares = Cascade.Add<SumReduction>(sumOfSquares, ofStretch);
                }

                float squares = Cascade.Total<SumReduction>(sumOfSquares);
                variance = squares / (N * inner);
                MoveRunning(runningMean, runningVariance, c, mu, squares, N * inner, momentum);
            }
            else
            {
                mu = runningMean[c];
                variance = runningVariance[c];
            }

            float s = 1 / MathF.Sqrt(variance + epsilon), scale = ScaleOf(gamma, c, s), shift = ShiftOf(beta, c);
            mean[c] = mu;
            inverse[c] = s;
            for (int n = 0; n < N; n++)
            {
                int begin = ((n * C) + c) * inner;
                for (int i = 0; i < inner; i++)
                    y[begin + i] = ((x[begin + i] - mu) * scale) + shift;
            }
        }
    }
}
