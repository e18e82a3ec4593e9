using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

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

        switch (y.Device)
        {
            case CpuDevice cpu:
                int blocks = (prediction.Length + Block - 1) / Block;
                DeviceBuffer scratch = cpu.Rent(blocks);
                cpu.Launch(new LossSimd<TFormula>(prediction, target, y, new BufferView(scratch, 0, blocks), formula));
                scratch.Release();
                break;
            case ReferenceDevice reference:
                reference.Launch(() => LossReference.Run(
                    ReferenceDevice.Values(prediction), ReferenceDevice.Values(target), ReferenceDevice.Values(y), formula));
                break;
            case SimtDevice simt:
                LossSimt.Run(simt, prediction, target, y, formula);
                break;
            default:
                throw y.Device.NoKernel(nameof(Loss));
        }
    }
}
