using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Loss;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Losses and their gradients on a SIMT device, every rung, against the reference in double.</summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
internal sealed class LossSimtTests(string device) : SimtFixture(device)
{
    private static readonly int[] Lengths = [
        0, 1, 2, 15, 16, 17, 63, 257, Loss.Block - 1, Loss.Block, Loss.Block + 1, (2 * Loss.Block) + 5, 300 * Loss.Block];

    [Test]
    public void Losses_and_their_gradients([ValueSource(nameof(Lengths))] int n, [Values(0, 1, 2)] int version)
    {
        if (n is not (17 or Loss.Block + 1))
            RequireFastDevice();
        Check(default(BinaryCrossEntropy), n, version, 0.01, 0.99);
        Check(default(BinaryCrossEntropyWithLogits), n, version, -4, 4);
        Check(default(SquaredError), n, version, -2, 2);
        Check(default(AbsoluteError), n, version, -2, 2);
    }

    private void Check<TFormula>(TFormula formula, int n, int version, double low, double high)
        where TFormula : unmanaged, ILossFormula
    {
        float[] p = Numbers.Uniform(n, low, high), t = Numbers.Uniform(n, 0, 1, 2);
        double[] expected = new double[1], byP = new double[n], byT = new double[n];
        LossReference.Run<double, TFormula>(Numbers.Wide(p), Numbers.Wide(t), expected, formula);
        LossGradientReference.Run<double, TFormula>(Numbers.Wide(p), Numbers.Wide(t), [n * 0.5], byP, formula, false);
        LossGradientReference.Run<double, TFormula>(Numbers.Wide(p), Numbers.Wide(t), [n * 0.5], byT, formula, true);

        using var memory = new KernelMemory(Device);
        BufferView prediction = memory.Operand(p), target = memory.Operand(t), dy = memory.Operand([n * 0.5f]);
        BufferView y = memory.Result(1), rp = memory.Result(n), rt = memory.Result(n);
        int blocks = Math.Max((n + Loss.Block - 1) / Loss.Block, 1);
        BufferView sums = memory.Result(blocks);
        switch (version)
        {
            case 1:
                LossSimt.Block(Device, blocks, prediction, target, sums, 1, formula);
                LossSimt.Total(Device, 1, sums, y, n);
                LossGradientSimt.Element(Device, Division.Groups(n), prediction, target, dy, rp, formula, false);
                LossGradientSimt.Element(Device, Division.Groups(n), prediction, target, dy, rt, formula, true);
                break;
            case 2:
                LossSimt.BlockAlone(Device, blocks, prediction, target, sums, 1, formula);
                LossSimt.TotalAlone(Device, 1, sums, y, n);
                LossGradientSimt.Stretch(Device, 3, prediction, target, dy, rp, formula, false);
                LossGradientSimt.Stretch(Device, 3, prediction, target, dy, rt, formula, true);
                break;
            default:
                Loss.Run(prediction, target, y, formula);
                LossGradient.Run(prediction, target, dy, rp, formula);
                LossGradient.Run(prediction, target, dy, rt, formula, byTarget: true);
                break;
        }

        string what = $"{typeof(TFormula).Name} of {n}, version {version}";
        Numbers.AssertClose(expected, memory.Read(y), 1e-6 + (Math.Min(n, 3 * Loss.Block) * 2e-10), what);
        Numbers.AssertClose(byP, memory.Read(rp), 2e-6, what + " by the prediction");
        Numbers.AssertClose(byT, memory.Read(rt), 2e-6, what + " by the target");
        memory.Read(sums);
    }
}
