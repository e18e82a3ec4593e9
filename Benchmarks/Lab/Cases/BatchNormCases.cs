using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.BatchNorm;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab.Cases;

/// <summary>
/// Batch normalization in training: behind a dense layer (N rows of C channels), and over the same numbers as images of 4×4.
/// </summary>
internal static class BatchNormCases
{
    private const int Strip = BatchNormSimt.Strip;

    public static IEnumerable<KernelCase> Forward(CaseShape s) => [Dense(s), Images(s)];

    public static IEnumerable<KernelCase> Backward(CaseShape s) => [DenseGradient(s), ImagesGradient(s)];

    private static KernelCase Dense(CaseShape s)
    {
        var sizes = new BatchNorm(s.Rows, s.Columns, 1);
        (int N, int C, float momentum, float epsilon) = (s.Rows, s.Columns, sizes.Momentum, sizes.Epsilon);
        return Forward(sizes, $"{s}") with
        {
            Rungs =
            [
                (d, v) =>
                    BatchNormSimt.Channels(
                        d, Division.Groups(C), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, 1, momentum, epsilon, true),
                (d, v) =>
                    BatchNormSimt.GroupStrips(
                        d, Division.Groups(C, GroupFold.Columns), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, momentum, epsilon,
                        true),
                (d, v) => BatchNormSimt.StripsAlone(
                    d, Division.Share(
                        d, Division.Groups(C, Strip),
                        3L * N * Math.Min(C, Strip)), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, momentum, epsilon, true),
            ],
        };
    }

    private static KernelCase Images(CaseShape s)
    {
        (int N, int C, int inner) = SizesOfImages(s);
        var sizes = new BatchNorm(N, C, inner);
        (float momentum, float epsilon) = (sizes.Momentum, sizes.Epsilon);
        var blocks = new ChannelBlocks(N, C, inner, GroupWalk.Blocks(N, C, inner));
        return Forward(sizes, $"{N}x{C}x{inner}") with
        {
            Rungs =
            [
                (d, v) =>
                    BatchNormSimt.Channels(
                        d, Division.Groups(C), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, inner, momentum, epsilon, true),
                (d, v) =>
                    BatchNormSimt.GroupChannels(d, C, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, inner, momentum, epsilon, true),
                (d, v) => BatchNormSimt.RunBlocks(d, sizes, Buffers(v), blocks, training: true),
                (d, v) => BatchNormSimt.ChannelsAlone(
                    d, Division.Share(d, C, 3L * N * inner), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, inner, momentum, epsilon,
                    true),
            ],
        };
    }

    private static KernelCase DenseGradient(CaseShape s)
    {
        (int N, int C) = (s.Rows, s.Columns);
        return Backward(new BatchNormGradient(N, C, 1, Training: true), $"{s}") with
        {
            Rungs =
            [
                (d, v) =>
                    BatchNormGradientSimt.Channels(
                        d, Division.Groups(C), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, 1, true, false, false),
                (d, v) =>
                    BatchNormGradientSimt.GroupStrips(
                        d, Division.Groups(C, GroupFold.Columns), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, true, false, false),
                (d, v) => BatchNormGradientSimt.StripsAlone(
                    d, Division.Share(
                        d, Division.Groups(C, Strip),
                        4L * N * Math.Min(C, Strip)), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, true, false, false),
            ],
        };
    }

    private static KernelCase ImagesGradient(CaseShape s)
    {
        (int N, int C, int inner) = SizesOfImages(s);
        var sizes = new BatchNormGradient(N, C, inner, Training: true);
        var blocks = new ChannelBlocks(N, C, inner, GroupWalk.Blocks(N, C, inner));
        return Backward(sizes, $"{N}x{C}x{inner}") with
        {
            Rungs =
            [
                (d, v) =>
                    BatchNormGradientSimt.Channels(
                        d, Division.Groups(C), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, inner, true, false, false),
                (d, v) =>
                    BatchNormGradientSimt.GroupChannels(
                        d, C, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, inner, true, false, false),
                (d, v) => BatchNormGradientSimt.RunBlocks(d, sizes, GradientBuffers(v), blocks),
                (d, v) => BatchNormGradientSimt.ChannelsAlone(
                    d, Division.Share(d, C, 4L * N * inner), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], N, C, inner, true, false,
                    false),
            ],
        };
    }

    // A sixteenth of the columns are channels, or all of them where they are few.
    private static (int N, int C, int Inner) SizesOfImages(CaseShape s)
    {
        int inner = Math.Min(16, s.Columns);
        return (s.Rows, s.Columns / inner, inner);
    }

    // The running statistics go on from launch to launch; everything else is the same each time.
    internal static KernelCase Forward(BatchNorm sizes, string shape)
    {
        (int n, int C) = (sizes.N * sizes.C * sizes.Inner, sizes.C);
        return new KernelCase(
            "BatchNorm",
            "",
            shape,
            [
                Operand.Uniform(n), Operand.Uniform(C, 0.5f, 1.5f), Operand.Uniform(C), Operand.Updated(Operand.Filled(C, 0)),
                Operand.Updated(Operand.Filled(C, 1)),
                Operand.Result(n), Operand.Result(C), Operand.Result(C),
            ],
            v => sizes.Run(Buffers(v), training: true))
        {
            Bytes = 8.0 * n,
            Tolerance = 1e-4,
        };
    }

    internal static KernelCase Backward(BatchNormGradient sizes, string shape)
    {
        (int n, int C) = (sizes.N * sizes.C * sizes.Inner, sizes.C);
        return new KernelCase(
            "BatchNormGradient",
            "",
            shape,
            [
                Operand.Uniform(n), Operand.Uniform(n, -1.5f, 1), Operand.Uniform(C, 0.5f, 1.5f), Operand.Filled(C, 0.01f),
                Operand.Filled(C, 1.7f),
                Operand.Result(n), Operand.Result(C), Operand.Result(C),
            ],
            v => sizes.Run(GradientBuffers(v)))
        {
            Bytes = 12.0 * n,
            Tolerance = 1e-4,
        };
    }

    private static BatchNorm.Buffers Buffers(BufferView[] v) => new(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);

    private static BatchNormGradient.Buffers GradientBuffers(BufferView[] v) => new(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
}
