using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Loss;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab.Cases;

/// <summary>Binary cross-entropy, the loss of both players, over a batch of answers and over much more.</summary>
internal static class LossCases
{
    public static IEnumerable<KernelCase> Loss(CaseShape s)
    {
        int n = s.Size;
        yield return new KernelCase(
            "Loss", "Bce", $"{s}", [Operand.Uniform(n, 0.01f, 0.99f), Operand.Indices(n, 2), Operand.Result(1)], v =>
                Engine.Kernels.Loss.Loss.Run(v[0], v[1], v[2], default(Bce)))
        {
            Bytes = 8.0 * n,
            Tolerance = 1e-4,
            Rungs = [(d, v) => InBlocks(d, n, v, alone: false), (d, v) => InBlocks(d, n, v, alone: true)],
        };
    }

    public static IEnumerable<KernelCase> Gradient(CaseShape s)
    {
        int n = s.Size;
        yield return new KernelCase(
            "LossGradient", "Bce", $"{s}", [
                Operand.Uniform(n, 0.01f, 0.99f), Operand.Indices(n, 2), Operand.Filled(1, n), Operand.Result(n)],
            v => LossGradient.Run(v[0], v[1], v[2], v[3], default(Bce)))
        {
            Bytes = 12.0 * n,
            Rungs =
            [
                (d, v) => LossGradientSimt.Element(d, Division.Groups(n), v[0], v[1], v[2], v[3], default(Bce), false),
                (d, v) => LossGradientSimt.Stretch(d, Division.Runs(d, n), v[0], v[1], v[2], v[3], default(Bce), false),
            ],
        };
    }

    private static void InBlocks(SimtDevice device, int n, BufferView[] v, bool alone)
    {
        int blocks = Math.Max((n + Engine.Kernels.Loss.Loss.Block - 1) / Engine.Kernels.Loss.Loss.Block, 1);
        DeviceBuffer scratch = device.Rent(blocks);
        BufferView sums = blocks == 1 ? v[2] : new BufferView(scratch, 0, blocks);
        int divisor = blocks == 1 ? n : 1;
        if (alone)
            LossSimt.BlockAlone(device, blocks, v[0], v[1], sums, divisor, default(Bce));
        else
            LossSimt.Block(device, blocks, v[0], v[1], sums, divisor, default(Bce));
        if (blocks > 1 && alone)
            LossSimt.TotalAlone(device, 1, sums, v[2], n);
        else if (blocks > 1)
            LossSimt.Total(device, 1, sums, v[2], n);
        scratch.Release();
    }
}
