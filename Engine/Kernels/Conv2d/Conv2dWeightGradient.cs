using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The gradient of a <see cref="Conv2d"/> by its weights:
/// <code>
/// dw[o, c, ky, kx] = Σ dy[n, o, oy, ox] · x[n, c, oy·stride + ky·dilation − top, ox·stride + kx·dilation − left]
/// </code>
/// over all images n and all oy, ox; outside of the image x is zero.
/// </summary>
/// <param name="Forward">The sizes of the convolution whose gradient this is.</param>
/// <param name="Accumulate">Add to what dw holds (weights used more than once).</param>
public readonly record struct Conv2dWeightGradient(Conv2d Forward, bool Accumulate = false)
{
    /// <exception cref="ArgumentException">The sizes are impossible, or a buffer's length does not fit them.</exception>
    public void Run(BufferView x, BufferView dy, BufferView dw)
    {
        Conv2d sizes = Forward;
        bool accumulate = Accumulate;
        sizes.Check(x, dw, dy);
        if (sizes.IsMatMul && dw.Device is not ReferenceDevice)
        {
            new MatMul.MatMul(sizes.O, sizes.C * sizes.H * sizes.W, sizes.N, TransposeA: true, Accumulate: accumulate).Run(dy, x, dw);
            return;
        }

        switch (dw.Device)
        {
            case CpuDevice cpu:
                Conv2dWeightGradientSimd.Run(cpu, sizes, accumulate, x, dy, dw);
                break;
            case ReferenceDevice reference:
                reference.Launch(() => Conv2dWeightGradientReference.Run(
                    sizes, accumulate, ReferenceDevice.Values(x), ReferenceDevice.Values(dy), ReferenceDevice.Values(dw)));
                break;
            case SimtDevice simt:
                Conv2dWeightGradientSimt.Run(simt, sizes, accumulate, x, dy, dw);
                break;
            default:
                throw dw.Device.NoKernel(nameof(Conv2dWeightGradient));
        }
    }
}
