using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// The backward pass of <see cref="Loss"/>: dᵢ = dy/n · ∂f(predictionᵢ, targetᵢ), by the prediction or by the target. dy is one number in
/// device memory; the host never reads it.
/// </summary>
public static class LossGradient
{
    /// <param name="byTarget">The derivative by the target instead of the prediction.</param>
    /// <exception cref="ArgumentException">A buffer's length does not fit the others.</exception>
    public static void Run<TFormula>(
        BufferView prediction, BufferView target, BufferView dy, BufferView d, TFormula formula, bool byTarget = false)
        where TFormula : unmanaged, ILossFormula
    {
        if (prediction.Length != target.Length || d.Length != target.Length || dy.Length != 1)
        {
            throw new ArgumentException(
                $"Gradient of {typeof(TFormula).Name}: {prediction.Length} predictions, {target.Length} targets, {dy.Length} incoming " +
                $"and {d.Length} outgoing gradients; expected n, n, 1 and n.");
        }

        switch (d.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new LossGradientSimd<TFormula>(prediction, target, dy, d, formula, byTarget));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => LossGradientReference.Run(
                    ReferenceDevice.Values(prediction),
                    ReferenceDevice.Values(target),
                    ReferenceDevice.Values(dy),
                    ReferenceDevice.Values(d),
                    formula,
                    byTarget));
                break;
            case SimtDevice simt:
                LossGradientSimt.Run(simt, prediction, target, dy, d, formula, byTarget);
                break;
            default:
                throw d.Device.NoKernel(nameof(LossGradient));
        }
    }
}
