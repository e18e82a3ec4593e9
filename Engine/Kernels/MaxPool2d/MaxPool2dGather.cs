using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>
/// y[p, o] = x[p, places[p, o]], and 0 where the place is −1: the transpose of <see cref="MaxPool2dGradient"/>, and so the gradient of that
/// gradient.
/// </summary>
/// <param name="Inputs">Pixels of a plane of x.</param>
/// <param name="Outputs">Pixels of a plane of y.</param>
public readonly record struct MaxPool2dGather(int Planes, int Inputs, int Outputs)
{
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView x, BufferView places, BufferView y)
    {
        if (x.Length != Planes * Inputs || y.Length != Planes * Outputs || places.Length != y.Length)
            throw new ArgumentException(
                $"MaxPool2dGather of {Planes} planes, {Outputs} of {Inputs} pixels: x has {x.Length} values, the places {places.Length} "
                + $"and y {y.Length}.");
        MaxPool2dGather sizes = this;
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new MaxPool2dGatherSimd(sizes, x, places, y));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => MaxPool2dGatherReference.Run<double>(
                    sizes, ReferenceDevice.Values(x), ReferenceDevice.Values(places), ReferenceDevice.Values(y)));
                break;
            case SimtDevice simt:
                MaxPool2dGatherSimt.Run(simt, sizes, x, places, y);
                break;
            default:
                throw y.Device.NoKernel(nameof(MaxPool2dGather));
        }
    }
}
