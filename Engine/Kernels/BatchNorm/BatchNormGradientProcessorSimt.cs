using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

// The passes are those of BatchNormGradientSimt.cs:
// ChannelsAlone  (Inner > 1) One item per channel, each contiguous run summed with 16 running totals.
// StripsAlone    (Inner = 1) One item per strip of 64 channels, which keeps their sums on the way down the rows.

/// <summary><see cref="BatchNormGradient"/> on a processor behind OpenCL.</summary>
internal static partial class BatchNormGradientSimt
{
    public static KernelVersions<BatchNormGradientLaunch> Processor() => KernelVersions<BatchNormGradientLaunch>.Cases([
        new("ChannelsAlone", "one item per channel, 16 running totals", static (device, in work) =>
        {
            (int N, int C, int inner, bool training, bool addGamma, bool addBeta) = work.Sizes;
            BatchNormGradient.Buffers b = work.Buffers;
            ChannelsAlone(
                device, Division.Share(device, C, 4L * N * inner), b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C,
                inner, training, addGamma, addBeta);
        }),
        new("StripsAlone", "one item per strip of 64 channels", static (device, in work) =>
        {
            (int N, int C, _, bool training, bool addGamma, bool addBeta) = work.Sizes;
            BatchNormGradient.Buffers b = work.Buffers;
            int groups = Division.Share(device, Division.Groups(C, BatchNormSimt.Strip), 4L * N * Math.Min(C, BatchNormSimt.Strip));
            StripsAlone(
                device, groups, b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C, training, addGamma, addBeta);
        },
            Fits: static (in work, _) => work.Sizes.Inner == 1)]);

    [Kernel(GroupSize = 1)]
    internal static void StripsAlone(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> gamma, ArrayView<float> mean, ArrayView<float> inverse,
        ArrayView<float> dx, ArrayView<float> dgamma, ArrayView<float> dbeta, int N, int C, bool training, bool addGamma, bool addBeta)
    {
        // Σ dy and Σ dy·(x − μ), later k and b; μ; and a.
        ArrayView<float> sums = LocalMemory.Allocate<float>(BatchNormSimt.Strip);
        ArrayView<float> products = LocalMemory.Allocate<float>(BatchNormSimt.Strip);
        ArrayView<float> mu = LocalMemory.Allocate<float>(BatchNormSimt.Strip);
        ArrayView<float> scale = LocalMemory.Allocate<float>(BatchNormSimt.Strip);
        ArrayView<float> levelsOfSums = LocalMemory.Allocate<float>(PairwiseLevels.Count * BatchNormSimt.Strip);
        ArrayView<float> levelsOfProducts = LocalMemory.Allocate<float>(PairwiseLevels.Count * BatchNormSimt.Strip);
        for (int first = Grid.IdxX * BatchNormSimt.Strip; first < C; first += Grid.DimX * BatchNormSimt.Strip)
        {
            int count = Math.Min(BatchNormSimt.Strip, C - first);
            for (int i = 0; i < count; i++)
                mu[i] = mean[first + i];
            int leaves = PairwiseLevels.Leaves(N);
            for (int leaf = 0; leaf < leaves; leaf++)
            {
                for (int i = 0; i < count; i++)
                {
                    sums[i] = 0;
                    products[i] = 0;
                }

                int end = Math.Min((leaf + 1) * PairwiseLevels.Chain, N);
                for (int n = leaf * PairwiseLevels.Chain; n < end; n++)
                {
                    for (int i = 0; i < count; i++)
                    {
                        float gradient = dy[(n * C) + first + i];
                        sums[i] += gradient;
                        products[i] += gradient * (x[(n * C) + first + i] - mu[i]);
                    }
                }

                PairwiseLevels.Add<SumReduction>(levelsOfSums, sums, leaf, leaf == leaves - 1, count);
                PairwiseLevels.Add<SumReduction>(levelsOfProducts, products, leaf, leaf == leaves - 1, count);
            }

            for (int i = 0; i < count; i++)
            {
                int c = first + i;
                float s = inverse[c], a = ScaleOf(gamma, c, s);
                Deliver(dbeta, c, sums[i], addBeta);
                Deliver(dgamma, c, products[i] * s, addGamma);
                scale[i] = a;
                sums[i] = ConstantOf(a, sums[i], N, training);
                products[i] = SlopeOf(a, s, products[i], N, training);
            }

            for (int n = 0; n < N && dx.IntLength > 0; n++)
            {
                for (int i = 0; i < count; i++)
                {
                    int at = (n * C) + first + i;
                    dx[at] = (scale[i] * dy[at]) - (products[i] * (x[at] - mu[i])) - sums[i];
                }
            }
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void ChannelsAlone(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> gamma, ArrayView<float> mean, ArrayView<float> inverse,
        ArrayView<float> dx, ArrayView<float> dgamma, ArrayView<float> dbeta, int N, int C, int inner, bool training, bool addGamma,
        bool addBeta)
    {
        for (int c = Grid.IdxX; c < C; c += Grid.DimX)
        {
            float mu = mean[c], s = inverse[c];
            Cascade sums = Cascade.Empty<SumReduction>(), products = sums;
            for (int n = 0; n < N; n++)
            {
                int begin = ((n * C) + c) * inner;
                sums = Cascade.Add<SumReduction>(sums, RunFold.Of<SumReduction>(dy, begin, inner));
                products = Cascade.Add<SumReduction>(products, RunFold.Sum<CentredProductTerm>(x, dy, mu, begin, inner));
            }

            float sum = Cascade.Total<SumReduction>(sums), product = Cascade.Total<SumReduction>(products);
            Deliver(dbeta, c, sum, addBeta);
            Deliver(dgamma, c, product * s, addGamma);
            float a = ScaleOf(gamma, c, s), b = SlopeOf(a, s, product, N * inner, training), k = ConstantOf(a, sum, N * inner, training);
            for (int n = 0; n < N && dx.IntLength > 0; n++)
            {
                int begin = ((n * C) + c) * inner;
                for (int i = begin; i < begin + inner; i++)
                    dx[i] = (a * dy[i]) - (b * (x[i] - mu)) - k;
            }
        }
    }
}
