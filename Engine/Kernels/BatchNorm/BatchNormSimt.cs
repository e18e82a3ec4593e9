using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

// Each version makes three passes over x: sum, squares, result. On a GPU:
// Channels       One item per channel. The best for very short ones.
// GroupChannels  (Inner > 1) One group per channel, with a tree reduction in shared memory.
// Normalize      (Inner > 1) Channels that are few and long are cut into blocks: Statistics stores mean and squares of each block, and
//                Normalize combines them, identically in every group, and normalizes. Inference needs only the second.
// GroupStrips    (Inner = 1) A group takes 32 neighbouring channels, 8 rows at a time: coalesced access.

/// <summary><see cref="BatchNorm"/> on a GPU, or on a processor behind OpenCL. Views of length 0 stand for missing operands.</summary>
internal static partial class BatchNormSimt
{

    public static KernelVersions<BatchNormLaunch> Gpu() => KernelVersions<BatchNormLaunch>.Cases([
        new("Channels", "one item per channel", static (device, in work) =>
        {
            (int N, int C, int inner, float momentum, float epsilon) = work.Sizes;
            BatchNorm.Buffers b = work.Buffers;
            Channels(
                device, Division.Groups(C), b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, N, C, inner,
                momentum, epsilon, work.Training);
        }),
        new("GroupChannels", "one group per channel, folded in shared memory", static (device, in work) =>
        {
            (int N, int C, int inner, float momentum, float epsilon) = work.Sizes;
            BatchNorm.Buffers b = work.Buffers;
            GroupChannels(
                device, C, b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, N, C, inner, momentum, epsilon,
                work.Training);
        },
            Pays: static (in work, _) => work.Sizes.N * work.Sizes.Inner >= GroupFold.Columns),
        new("Normalize", "one group per block of a channel: statistics first, then the results", static (device, in work) =>
        {
            BatchNorm sizes = work.Sizes;
            RunBlocks(
                device, sizes, work.Buffers,
                new ChannelBlocks(sizes.N, sizes.C, sizes.Inner, GroupLoop.Blocks(sizes.N, sizes.C, sizes.Inner)), work.Training);
        },
            Pays: static (in work, _) => GroupLoop.Blocks(work.Sizes.N, work.Sizes.C, work.Sizes.Inner) > 1),
        new("GroupStrips", "a group 32 channels side by side, 8 rows at a time", static (device, in work) =>
        {
            (int N, int C, _, float momentum, float epsilon) = work.Sizes;
            BatchNorm.Buffers b = work.Buffers;
            GroupStrips(
                device, Division.Groups(C, GroupFold.Columns), b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean,
                b.Inverse, N, C, momentum, epsilon, work.Training);
        },
            Fits: static (in work, _) => work.Sizes.Inner == 1)]);

    /// <summary>Statistics and Normalize, with any number of blocks.</summary>
    internal static void RunBlocks(SimtDevice device, BatchNorm sizes, in BatchNorm.Buffers b, ChannelBlocks blocks, bool training)
    {
        int groups = blocks.C * blocks.Count, length = training ? 2 * groups : 0;
        DeviceBuffer scratch = device.Rent(length);
        var partials = new BufferView(scratch, 0, length);
        if (training)
            Statistics(device, groups, b.X, partials, blocks);
        Normalize(
            device, groups, b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, partials, blocks,
            sizes.Momentum, sizes.Epsilon);
        scratch.Release();
    }

    [Kernel]
    internal static void Channels(
        ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> runningMean, ArrayView<float> runningVariance,
        ArrayView<float> y, ArrayView<float> mean, ArrayView<float> inverse, int N, int C, int inner, float momentum, float epsilon,
        bool training)
    {
        int c = Grid.GlobalIndex.X;
        if (c < C)
        {
            float mu, variance;
            if (training)
            {
                float sum = 0, squares = 0;
                for (int n = 0; n < N; n++)
                {
                    for (int i = 0; i < inner; i++)
                        sum += x[(((n * C) + c) * inner) + i];
                }

                mu = sum / (N * inner);
                for (int n = 0; n < N; n++)
                {
                    for (int i = 0; i < inner; i++)
                    {
                        float centred = x[(((n * C) + c) * inner) + i] - mu;
                        squares += centred * centred;
                    }
                }

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
                for (int i = 0; i < inner; i++)
                {
                    int at = (((n * C) + c) * inner) + i;
                    y[at] = ((x[at] - mu) * scale) + shift;
                }
            }
        }
    }

    [Kernel]
    internal static void GroupStrips(
        ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> runningMean, ArrayView<float> runningVariance,
        ArrayView<float> y, ArrayView<float> mean, ArrayView<float> inverse, int N, int C, float momentum, float epsilon, bool training)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int c = (Grid.IdxX * GroupFold.Columns) + (Group.IdxX % GroupFold.Columns), row = Group.IdxX / GroupFold.Columns;

        // Items beyond the last channel have no rows to sum, and in inference no item has any, but all reach the barriers of the
        // reductions: compilers for processors split a kernel at its barriers, and some do it wrongly if a barrier lies inside an if.
        int rows = training && c < C ? N : 0;
        Cascade sum = Cascade.Empty<SumReduction>(), sumOfSquares = sum;
        for (int n = row; n < rows; n += GroupFold.Rows)
            sum = Cascade.Add<SumReduction>(sum, x[(n * C) + c]);
        float mu = GroupFold.Of<SumReduction>(shared, Cascade.Total<SumReduction>(sum), GroupFold.Columns) / N;
        for (int n = row; n < rows; n += GroupFold.Rows)
        {
            float centred = x[(n * C) + c] - mu;
            sumOfSquares = Cascade.Add<SumReduction>(sumOfSquares, centred * centred);
        }

        float squares = GroupFold.Of<SumReduction>(shared, Cascade.Total<SumReduction>(sumOfSquares), GroupFold.Columns);
        float variance = squares / N;
        if (!training && c < C)
        {
            mu = runningMean[c];
            variance = runningVariance[c];
        }

        if (c < C)
        {
            float s = 1 / MathF.Sqrt(variance + epsilon), scale = ScaleOf(gamma, c, s), shift = ShiftOf(beta, c);
            if (row == 0)
            {
                mean[c] = mu;
                inverse[c] = s;
                if (training)
                    MoveRunning(runningMean, runningVariance, c, mu, squares, N, momentum);
            }

            for (int n = row; n < N; n += GroupFold.Rows)
                y[(n * C) + c] = ((x[(n * C) + c] - mu) * scale) + shift;
        }
    }

    [Kernel]
    internal static void GroupChannels(
        ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> runningMean, ArrayView<float> runningVariance,
        ArrayView<float> y, ArrayView<float> mean, ArrayView<float> inverse, int N, int C, int inner, float momentum, float epsilon,
        bool training)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int c = Grid.IdxX, M = N * inner, counted = training ? M : 0;
        float mu = GroupFold.Of<SumReduction>(shared, SumOfItem(x, c, C, inner, 0, counted), 1) / M;
        float squares = GroupFold.Of<SumReduction>(shared, SquaresOfItem(x, mu, c, C, inner, 0, counted), 1), variance = squares / M;
        if (!training)
        {
            mu = runningMean[c];
            variance = runningVariance[c];
        }

        float s = 1 / MathF.Sqrt(variance + epsilon);
        if (Group.IdxX == 0)
        {
            mean[c] = mu;
            inverse[c] = s;
            if (training)
                MoveRunning(runningMean, runningVariance, c, mu, squares, M, momentum);
        }

        NormalizeOfItem(x, y, mu, ScaleOf(gamma, c, s), ShiftOf(beta, c), c, C, inner, 0, M);
    }

    /// <summary>
    /// Group g takes block g % blocks of channel g / blocks, and stores its mean and Σ (x − mean)² in partials 2g and 2g + 1.
    /// </summary>
    [Kernel]
    internal static void Statistics(ArrayView<float> x, ArrayView<float> partials, ChannelBlocks blocks)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int c = Grid.IdxX / blocks.Count, block = Grid.IdxX % blocks.Count, first = blocks.First(block), end = blocks.First(block + 1);
        float mu = GroupFold.Of<SumReduction>(shared, SumOfItem(x, c, blocks.C, blocks.Inner, first, end), 1) / Math.Max(end - first, 1);
        float squares = GroupFold.Of<SumReduction>(shared, SquaresOfItem(x, mu, c, blocks.C, blocks.Inner, first, end), 1);
        if (Group.IdxX == 0)
        {
            partials[2 * Grid.IdxX] = mu;
            partials[(2 * Grid.IdxX) + 1] = squares;
        }
    }

    /// <summary>
    /// Group g as in <c>Statistics</c>. From m and q of the blocks of n values: μ = Σ n·m / M and Σ (x − μ)² = Σ q + n·(m − μ)², so that
    /// a large mean loses no digits here either. Without partials: inference.
    /// </summary>
    [Kernel]
    internal static void Normalize(
        ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> runningMean, ArrayView<float> runningVariance,
        ArrayView<float> y, ArrayView<float> mean, ArrayView<float> inverse, ArrayView<float> partials, ChannelBlocks blocks,
        float momentum, float epsilon)
    {
        int c = Grid.IdxX / blocks.Count, block = Grid.IdxX % blocks.Count, M = blocks.Values();
        bool speaker = block == 0 && Group.IdxX == 0;
        float mu, variance;
        if (partials.IntLength > 0)
        {
            Cascade sum = Cascade.Empty<SumReduction>(), sumOfSquares = sum;
            for (int k = 0; k < blocks.Count; k++)
            {
                float values = blocks.First(k + 1) - blocks.First(k);
                sum = Cascade.Add<SumReduction>(sum, values * partials[2 * ((c * blocks.Count) + k)]);
            }

            mu = Cascade.Total<SumReduction>(sum) / M;
            for (int k = 0; k < blocks.Count; k++)
            {
                int at = 2 * ((c * blocks.Count) + k);
                float values = blocks.First(k + 1) - blocks.First(k), off = partials[at] - mu;
                sumOfSquares = Cascade.Add<SumReduction>(sumOfSquares, partials[at + 1] + (values * off * off));
            }

            float squares = Cascade.Total<SumReduction>(sumOfSquares);
            variance = squares / M;
            if (speaker)
                MoveRunning(runningMean, runningVariance, c, mu, squares, M, momentum);
        }
        else
        {
            mu = runningMean[c];
            variance = runningVariance[c];
        }

        float s = 1 / MathF.Sqrt(variance + epsilon);
        if (speaker)
        {
            mean[c] = mu;
            inverse[c] = s;
        }

        NormalizeOfItem(
            x, y, mu, ScaleOf(gamma, c, s), ShiftOf(beta, c), c, blocks.C, blocks.Inner, blocks.First(block), blocks.First(block + 1));
    }

    // One item's share of values first … end − 1 of channel c.
    private static float SumOfItem(ArrayView<float> x, int c, int C, int inner, int first, int end)
    {
        int begin = first + Group.IdxX, place = begin % inner, at = GroupLoop.At(begin, c, C, inner);
        Cascade sum = Cascade.Empty<SumReduction>();
        for (int i = begin; i < end; i += GroupFold.Items)
        {
            sum = Cascade.Add<SumReduction>(sum, x[at]);
            GroupLoop.Next(ref at, ref place, C, inner);
        }

        return Cascade.Total<SumReduction>(sum);
    }

    private static float SquaresOfItem(ArrayView<float> x, float mean, int c, int C, int inner, int first, int end)
    {
        int begin = first + Group.IdxX, place = begin % inner, at = GroupLoop.At(begin, c, C, inner);
        Cascade squares = Cascade.Empty<SumReduction>();
        for (int i = begin; i < end; i += GroupFold.Items)
        {
            float centred = x[at] - mean;
            squares = Cascade.Add<SumReduction>(squares, centred * centred);
            GroupLoop.Next(ref at, ref place, C, inner);
        }

        return Cascade.Total<SumReduction>(squares);
    }

    private static void NormalizeOfItem(
        ArrayView<float> x, ArrayView<float> y, float mean, float scale, float shift, int c, int C, int inner, int first, int end)
    {
        int begin = first + Group.IdxX, place = begin % inner, at = GroupLoop.At(begin, c, C, inner);
        for (int i = begin; i < end; i += GroupFold.Items)
        {
            y[at] = ((x[at] - mean) * scale) + shift;
            GroupLoop.Next(ref at, ref place, C, inner);
        }
    }

    private static float ScaleOf(ArrayView<float> gamma, int c, float inverse) => gamma.IntLength > 0 ? gamma[c] * inverse : inverse;

    private static float ShiftOf(ArrayView<float> beta, int c) => beta.IntLength > 0 ? beta[c] : 0;

    /// <summary>Updates the running statistics of channel c, if there are any, with those of this batch of M values.</summary>
    private static void MoveRunning(
        ArrayView<float> runningMean, ArrayView<float> runningVariance, int c, float mean, float squares, int M, float momentum)
    {
        if (runningMean.IntLength > 0)
        {
            runningMean[c] = ((1 - momentum) * runningMean[c]) + (momentum * mean);
            runningVariance[c] = ((1 - momentum) * runningVariance[c]) + (momentum * (squares / (M - 1)));
        }
    }
}
