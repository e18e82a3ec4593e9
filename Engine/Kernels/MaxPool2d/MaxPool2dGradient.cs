using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>
/// The backward pass of <see cref="MaxPool2d"/>: dx[p, i] = Σ dy[p, o] over the windows o whose largest was found at i, in their order.
/// Which pixel is the largest does not change with a small step, so nothing else matters.
/// </summary>
public readonly record struct MaxPool2dGradient(int Planes, PoolAxis Rows, PoolAxis Columns)
{
    /// <param name="dy">∂/∂y.</param>
    /// <param name="places">Where the largest were found, as the forward pass left it.</param>
    /// <param name="dx">Receives ∂/∂x.</param>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView dy, BufferView places, BufferView dx)
    {
        if (
            dx.Length != Planes * Rows.Inputs * Columns.Inputs
                || dy.Length != Planes * Rows.Outputs * Columns.Outputs
                || places.Length != dy.Length)
        {
            throw new ArgumentException(
                $"Gradient of MaxPool2d of {Planes} planes from {Rows.Inputs}×{Columns.Inputs} to {Rows.Outputs}×{Columns.Outputs}: dy has "
                + $"{dy.Length} values, the places {places.Length} and dx {dx.Length}.");
        }

        MaxPool2dGradient sizes = this;
        switch (dx.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new MaxPool2dGradientSimd(sizes, dy, places, dx));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => MaxPool2dGradientReference.Run<double>(
                    sizes, ReferenceDevice.Values(dy), ReferenceDevice.Values(places), ReferenceDevice.Values(dx)));
                break;
            case SimtDevice simt:
                MaxPool2dGradientSimt.Run(simt, sizes, dy, places, dx);
                break;
            default:
                throw dx.Device.NoKernel(nameof(MaxPool2dGradient));
        }
    }
}
