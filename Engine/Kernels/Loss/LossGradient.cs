using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

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

        KernelDispatch.Run(new LossGradientLaunch<TFormula>(prediction, target, dy, d, formula, byTarget));
    }
}

/// <summary><see cref="LossGradient"/> with its operands.</summary>
internal readonly record struct LossGradientLaunch<TFormula>(
    BufferView Prediction, BufferView Target, BufferView DY, BufferView D, TFormula Formula, bool ByTarget)
    : IKernelLaunch<LossGradientLaunch<TFormula>>
    where TFormula : unmanaged, ILossFormula
{
    public static string Family => nameof(LossGradient);

    public static KernelVersions<LossGradientLaunch<TFormula>> Gpu { get; } = LossGradientSimt.Gpu<TFormula>();

    public static KernelVersions<LossGradientLaunch<TFormula>> Processor { get; } = LossGradientSimt.Processor<TFormula>();

    public Device Device => D.Device;

    public double Flops => 0;

    public void OnReference() => LossGradientReference.Run(
        ReferenceDevice.Values(Prediction), ReferenceDevice.Values(Target), ReferenceDevice.Values(DY), ReferenceDevice.Values(D), Formula,
        ByTarget);

    public void OnCpu(CpuDevice device) => device.Launch(new LossGradientSimd<TFormula>(Prediction, Target, DY, D, Formula, ByTarget));
}
