using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

// Each version makes two passes over x and dy: the sums Σ dy and Σ dy·(x − μ), then dx = a·dy − b·(x − μ) − k with a = γ·s, b = a·s·dγ/M
// and k = a·dβ/M (in inference b = k = 0). On a GPU:
// Channels       One item per channel. The best for very short ones.
// GroupChannels  (Inner > 1) One group per channel, with a tree reduction in shared memory.
// Mix            (Inner > 1) Channels that are few and long are cut into blocks: Sums stores the sums of each block, Mix adds them,
//                identically in every group, and computes dx.
// GroupStrips    (Inner = 1) A group takes 32 neighbouring channels, 8 rows at a time: coalesced access.

/// <summary>
/// <see cref="BatchNormGradient"/> on a GPU, or on a processor behind OpenCL. Views of length 0 stand for missing operands.
/// </summary>
internal static partial class BatchNormGradientSimt
{
    public static KernelVersions<BatchNormGradientLaunch> Gpu() => KernelVersions<BatchNormGradientLaunch>.Cases([
        new("Channels", "one item per channel", static (device, in work) =>
        {
            (int N, int C, int inner, bool training, bool addGamma, bool addBeta) = work.Sizes;
            BatchNormGradient.Buffers b = work.Buffers;
            Channels(
                device, Division.Groups(C), b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C, inner, training, addGamma,
                addBeta);
        }),
        new("GroupChannels", "one group per channel, folded in shared memory", static (device, in work) =>
        {
            (int N, int C, int inner, bool training, bool addGamma, bool addBeta) = work.Sizes;
            BatchNormGradient.Buffers b = work.Buffers;
            GroupChannels(
                device, C, b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C, inner, training, addGamma, addBeta);
        },
            Pays: static (in work, _) => work.Sizes.N * work.Sizes.Inner >= GroupFold.Columns),
        new("Mix", "one group per block of a channel: the sums first, then dx", static (device, in work) =>
        {
            BatchNormGradient sizes = work.Sizes;
            RunBlocks(
                device, sizes, work.Buffers,
                new ChannelBlocks(sizes.N, sizes.C, sizes.Inner, GroupLoop.Blocks(sizes.N, sizes.C, sizes.Inner)));
        },
            Pays: static (in work, _) => GroupLoop.Blocks(work.Sizes.N, work.Sizes.C, work.Sizes.Inner) > 1),
        new("GroupStrips", "a group 32 channels side by side, 8 rows at a time", static (device, in work) =>
        {
            (int N, int C, _, bool training, bool addGamma, bool addBeta) = work.Sizes;
            BatchNormGradient.Buffers b = work.Buffers;
            GroupStrips(
                device, Division.Groups(C, GroupFold.Columns), b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C,
                training, addGamma, addBeta);
        },
            Fits: static (in work, _) => work.Sizes.Inner == 1)]);

    /// <summary>Sums and Mix, with any number of blocks.</summary>
    internal static void RunBlocks(SimtDevice device, BatchNormGradient sizes, in BatchNormGradient.Buffers b, ChannelBlocks blocks)
    {
        int groups = blocks.C * blocks.Count;
        DeviceBuffer scratch = device.Rent(2 * groups);
        var partials = new BufferView(scratch, 0, 2 * groups);
        Sums(device, groups, b.X, b.Dy, b.Mean, partials, blocks);
        Mix(
            device, groups, b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, partials, blocks,
            sizes.Training, sizes.AccumulateGamma, sizes.AccumulateBeta);
        scratch.Release();
    }

    [Kernel]
    internal static void Channels(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> gamma, ArrayView<float> mean, ArrayView<float> inverse,
        ArrayView<float> dx, ArrayView<float> dgamma, ArrayView<float> dbeta, int N, int C, int inner, bool training, bool addGamma,
        bool addBeta)
    {
        int c = Grid.GlobalIndex.X;
        if (c < C)
        {
            float mu = mean[c], s = inverse[c], sum = 0, product = 0;
            for (int n = 0; n < N; n++)
            {
                for (int i = 0; i < inner; i++)
                {
                    int at = (((n * C) + c) * inner) + i;
                    sum += dy[at];
                    product += dy[at] * (x[at] - mu);
                }
            }

            Deliver(dbeta, c, sum, addBeta);
            Deliver(dgamma, c, product * s, addGamma);
            if (dx.IntLength > 0)
            {
                float a = ScaleOf(gamma, c, s), b = SlopeOf(
                    a, s, product, N * inner, training), k = ConstantOf(a, sum, N * inner, training);
                for (int n = 0; n < N; n++)
                {
                    for (int i = 0; i < inner; i++)
                    {
                        int at = (((n * C) + c) * inner) + i;
                        dx[at] = (a * dy[at]) - (b * (x[at] - mu)) - k;
                    }
                }
            }
        }
    }

    [Kernel]
    internal static void GroupStrips(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> gamma, ArrayView<float> mean, ArrayView<float> inverse,
        ArrayView<float> dx, ArrayView<float> dgamma, ArrayView<float> dbeta, int N, int C, bool training, bool addGamma, bool addBeta)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int c = (Grid.IdxX * GroupFold.Columns) + (Group.IdxX % GroupFold.Columns), row = Group.IdxX / GroupFold.Columns;

        // Items beyond the last channel have no rows to sum, but they do reach the barriers of the reductions.
        int rows = c < C ? N : 0;
        float mu = c < C ? mean[c] : 0, s = c < C ? inverse[c] : 0;
        Cascade mySum = Cascade.Empty<SumReduction>(), myProduct = mySum;
        for (int n = row; n < rows; n += GroupFold.Rows)
        {
            float gradient = dy[(n * C) + c];
            mySum = Cascade.Add<SumReduction>(mySum, gradient);
            myProduct = Cascade.Add<SumReduction>(myProduct, gradient * (x[(n * C) + c] - mu));
        }

        float sum = GroupFold.Of<SumReduction>(shared, Cascade.Total<SumReduction>(mySum), GroupFold.Columns);
        float product = GroupFold.Of<SumReduction>(shared, Cascade.Total<SumReduction>(myProduct), GroupFold.Columns);
        if (c < C)
        {
            if (row == 0)
            {
                Deliver(dbeta, c, sum, addBeta);
                Deliver(dgamma, c, product * s, addGamma);
            }

            if (dx.IntLength > 0)
            {
                float a = ScaleOf(gamma, c, s), b = SlopeOf(a, s, product, N, training), k = ConstantOf(a, sum, N, training);
                for (int n = row; n < N; n += GroupFold.Rows)
                    dx[(n * C) + c] = (a * dy[(n * C) + c]) - (b * (x[(n * C) + c] - mu)) - k;
            }
        }
    }

    [Kernel]
    internal static void GroupChannels(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> gamma, ArrayView<float> mean, ArrayView<float> inverse,
        ArrayView<float> dx, ArrayView<float> dgamma, ArrayView<float> dbeta, int N, int C, int inner, bool training, bool addGamma,
        bool addBeta)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int c = Grid.IdxX, M = N * inner;
        float mu = mean[c], s = inverse[c];
        float sum = GroupFold.Of<SumReduction>(shared, SumOfItem(dy, c, C, inner, 0, M), 1);
        float product = GroupFold.Of<SumReduction>(shared, ProductsOfItem(x, dy, mu, c, C, inner, 0, M), 1);
        if (Group.IdxX == 0)
        {
            Deliver(dbeta, c, sum, addBeta);
            Deliver(dgamma, c, product * s, addGamma);
        }

        float a = ScaleOf(gamma, c, s), b = SlopeOf(a, s, product, M, training), k = ConstantOf(a, sum, M, training);
        if (dx.IntLength > 0)
            MixOfItem(x, dy, dx, mu, a, b, k, c, C, inner, 0, M);
    }

    /// <summary>
    /// Group g takes block g % blocks of channel g / blocks, and stores Σ dy and Σ dy·(x − μ) in partials 2g and 2g + 1.
    /// </summary>
    [Kernel]
    internal static void Sums(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> partials, ChannelBlocks blocks)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int c = Grid.IdxX / blocks.Count, block = Grid.IdxX % blocks.Count, first = blocks.First(block), end = blocks.First(block + 1);
        float sum = GroupFold.Of<SumReduction>(shared, SumOfItem(dy, c, blocks.C, blocks.Inner, first, end), 1);
        float product = GroupFold.Of<SumReduction>(shared, ProductsOfItem(x, dy, mean[c], c, blocks.C, blocks.Inner, first, end), 1);
        if (Group.IdxX == 0)
        {
            partials[2 * Grid.IdxX] = sum;
            partials[(2 * Grid.IdxX) + 1] = product;
        }
    }

    /// <summary>Group g as in <c>Sums</c>.</summary>
    [Kernel]
    internal static void Mix(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> gamma, ArrayView<float> mean, ArrayView<float> inverse,
        ArrayView<float> dx, ArrayView<float> dgamma, ArrayView<float> dbeta, ArrayView<float> partials, ChannelBlocks blocks,
        bool training, bool addGamma, bool addBeta)
    {
        int c = Grid.IdxX / blocks.Count, block = Grid.IdxX % blocks.Count, M = blocks.Values();
        Cascade ofSums = Cascade.Empty<SumReduction>(), ofProducts = ofSums;
        for (int k = 0; k < blocks.Count; k++)
        {
            ofSums = Cascade.Add<SumReduction>(ofSums, partials[2 * ((c * blocks.Count) + k)]);
            ofProducts = Cascade.Add<SumReduction>(ofProducts, partials[(2 * ((c * blocks.Count) + k)) + 1]);
        }

        float mu = mean[c], s = inverse[c];
        float sum = Cascade.Total<SumReduction>(ofSums), product = Cascade.Total<SumReduction>(ofProducts);
        if (block == 0 && Group.IdxX == 0)
        {
            Deliver(dbeta, c, sum, addBeta);
            Deliver(dgamma, c, product * s, addGamma);
        }

        float scale = ScaleOf(gamma, c, s), slope = SlopeOf(scale, s, product, M, training), constant = ConstantOf(scale, sum, M, training);
        if (dx.IntLength > 0)
            MixOfItem(x, dy, dx, mu, scale, slope, constant, c, blocks.C, blocks.Inner, blocks.First(block), blocks.First(block + 1));
    }

    // One item's share of values first … end − 1 of channel c.
    private static float SumOfItem(ArrayView<float> dy, int c, int C, int inner, int first, int end)
    {
        int begin = first + Group.IdxX, place = begin % inner, at = GroupLoop.At(begin, c, C, inner);
        Cascade sum = Cascade.Empty<SumReduction>();
        for (int i = begin; i < end; i += GroupFold.Items)
        {
            sum = Cascade.Add<SumReduction>(sum, dy[at]);
            GroupLoop.Next(ref at, ref place, C, inner);
        }

        return Cascade.Total<SumReduction>(sum);
    }

    private static float ProductsOfItem(ArrayView<float> x, ArrayView<float> dy, float mean, int c, int C, int inner, int first, int end)
    {
        int begin = first + Group.IdxX, place = begin % inner, at = GroupLoop.At(begin, c, C, inner);
        Cascade product = Cascade.Empty<SumReduction>();
        for (int i = begin; i < end; i += GroupFold.Items)
        {
            product = Cascade.Add<SumReduction>(product, dy[at] * (x[at] - mean));
            GroupLoop.Next(ref at, ref place, C, inner);
        }

        return Cascade.Total<SumReduction>(product);
    }

    private static void MixOfItem(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dx, float mean, float a, float b, float k, int c, int C, int inner,
        int first, int end)
    {
        int begin = first + Group.IdxX, place = begin % inner, at = GroupLoop.At(begin, c, C, inner);
        for (int i = begin; i < end; i += GroupFold.Items)
        {
            dx[at] = (a * dy[at]) - (b * (x[at] - mean)) - k;
            GroupLoop.Next(ref at, ref place, C, inner);
        }
    }

    private static void Deliver(ArrayView<float> target, int c, float value, bool accumulate)
    {
        if (target.IntLength > 0)
            target[c] = accumulate ? target[c] + value : value;
    }

    private static float ScaleOf(ArrayView<float> gamma, int c, float inverse) => gamma.IntLength > 0 ? gamma[c] * inverse : inverse;

    private static float SlopeOf(float scale, float inverse, float product, int M, bool training) =>
        training ? scale * inverse * (product * inverse) / M : 0;

    private static float ConstantOf(float scale, float sum, int M, bool training) => training ? scale * sum / M : 0;
}
