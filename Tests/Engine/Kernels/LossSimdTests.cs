using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Loss;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[Category("Simd")]
public class LossSimdTests
{
    [Test]
    public void Losses_and_their_gradients(
        [ValueSource(typeof(AwkwardSizes), nameof(AwkwardSizes.Lengths))] int n, [Values(128, 256, 512)] int width)
    {
        if (n == 0)
            return;
        Check(default(BinaryCrossEntropy), n, width, 0.01, 0.99);
        Check(default(BinaryCrossEntropyWithLogits), n, width, -4, 4);
        Check(default(SquaredError), n, width, -2, 2);
        Check(default(AbsoluteError), n, width, -2, 2);
    }

    private static void Check<TFormula>(TFormula formula, int n, int width, double low, double high)
        where TFormula : unmanaged, ILossFormula
    {
        float[] p = Numbers.Uniform(n, low, high), t = Numbers.Uniform(n, 0, 1, 2);
        double[] expected = new double[1], byP = new double[n], byT = new double[n];
        LossReference.Run<double, TFormula>(Numbers.Wide(p), Numbers.Wide(t), expected, formula);
        LossGradientReference.Run<double, TFormula>(Numbers.Wide(p), Numbers.Wide(t), [n * 0.5], byP, formula, false);
        LossGradientReference.Run<double, TFormula>(Numbers.Wide(p), Numbers.Wide(t), [n * 0.5], byT, formula, true);
        foreach (int pieces in new[] { 1, 2 })
        {
            using var memory = new KernelMemory();
            BufferView prediction = memory.Operand(p), target = memory.Operand(t), dy = memory.Operand([n * 0.5f]);
            BufferView y = memory.Result(1), rp = memory.Result(n), rt = memory.Result(n), scratch = memory.Result(
                (n + Loss.Block - 1) / Loss.Block);
            SimdRun.Execute(new LossSimd<TFormula>(prediction, target, y, scratch, formula), width, pieces);
            SimdRun.Execute(new LossGradientSimd<TFormula>(prediction, target, dy, rp, formula, false), width, pieces);
            SimdRun.Execute(new LossGradientSimd<TFormula>(prediction, target, dy, rt, formula, true), width, pieces);
            string what = $"{typeof(TFormula).Name} of {n}, {width} bits";
            Numbers.AssertClose(expected, memory.Read(y), 1e-6 + (n * 2e-10), what);
            Numbers.AssertClose(byP, memory.Read(rp), 2e-6, what + " by the prediction");
            Numbers.AssertClose(byT, memory.Read(rt), 2e-6, what + " by the target");
        }
    }
}
