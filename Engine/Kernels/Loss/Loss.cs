using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// y = 1/n Σ f(predictionᵢ, targetᵢ): the mean of an <see cref="ILossFormula"/> over n pairs, as one number. The order of the sum depends
/// on n alone: blocks of <see cref="Block"/> pairs, then the blocks from first to last.
/// </summary>
public static class Loss
{
    /// <summary>How many pairs are summed in one go.</summary>
    public const int Block = 4096;

    /// <param name="y">One number.</param>
    /// <exception cref="ArgumentException">A buffer's length does not fit the others.</exception>
    public static void Run<TFormula>(BufferView prediction, BufferView target, BufferView y, TFormula formula)
        where TFormula : unmanaged, ILossFormula
    {
        if (prediction.Length != target.Length || y.Length != 1)
        {
            throw new ArgumentException(
                $"{typeof(TFormula).Name}: {prediction.Length} predictions, {target.Length} targets and {y.Length} results; expected n, n "
                + $"and 1.");
        }

        KernelDispatch.Run(new LossLaunch<TFormula>(prediction, target, y, formula));
    }
}

/// <summary><see cref="Loss"/> with its operands.</summary>
internal readonly record struct LossLaunch<TFormula>(BufferView Prediction, BufferView Target, BufferView Y, TFormula Formula)
    : IKernelLaunch<LossLaunch<TFormula>>
    where TFormula : unmanaged, ILossFormula
{
    public static string Family => nameof(Loss);

    public static KernelVersions<LossLaunch<TFormula>> Gpu { get; } = LossSimt.Gpu<TFormula>();

    public static KernelVersions<LossLaunch<TFormula>> Processor { get; } = LossSimt.Processor<TFormula>();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() =>
        LossReference.Run(ReferenceDevice.Values(Prediction), ReferenceDevice.Values(Target), ReferenceDevice.Values(Y), Formula);

    public void OnCpu(CpuDevice device)
    {
        int blocks = (Prediction.Length + Loss.Block - 1) / Loss.Block;
        DeviceBuffer scratch = device.Rent(blocks);
        device.Launch(new LossSimd<TFormula>(Prediction, Target, Y, new BufferView(scratch, 0, blocks), Formula));
        scratch.Release();
    }
}
