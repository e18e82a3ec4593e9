using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// dx = f(dy ⋆ᵀ w + bias): the gradient of a <see cref="Conv2d"/> by its input, and with bias (C) and activation the transposed
/// convolution, which is the same thing run for its own sake.
/// <code>
/// dx[n, c, iy, ix] = f(bias[c] + Σ dy[n, o, oy, ox] · w[o, c, ky, kx])
/// </code>
/// over the output channels o of c's group and all ky, kx, oy, ox with oy·stride + ky·dilation − top = iy, and likewise for ix.
/// </summary>
/// <param name="Forward">The sizes of the convolution whose gradient this is: dx is as large as its x, dy as its y.</param>
public readonly record struct Conv2dInputGradient(Conv2d Forward)
{
    /// <summary>dx = dy ⋆ᵀ w.</summary>
    public void Run(BufferView dy, BufferView w, BufferView dx) => Run(dy, w, null, dx, default(Identity));

    /// <summary>dx = f(dy ⋆ᵀ w + bias).</summary>
    /// <exception cref="ArgumentException">The sizes are impossible, or a buffer's length does not fit them.</exception>
    public void Run<TActivation>(BufferView dy, BufferView w, BufferView? bias, BufferView dx, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        Conv2d sizes = Forward;
        sizes.Check(dx, w, dy);
        if (bias is BufferView channels && channels.Length != sizes.C)
            throw new ArgumentException($"{this}: the bias needs {sizes.C} values, got {channels.Length}.");
        // A bias would be one for H·W columns of the product.
        if (sizes.IsMatMul && bias == null && dx.Device is not ReferenceDevice)
        {
            new MatMul.MatMul(sizes.N, sizes.C * sizes.H * sizes.W, sizes.O).Run(dy, w, null, dx, activation);
            return;
        }

        switch (dx.Device)
        {
            case CpuDevice cpu:
                Conv2dInputGradientSimd<TActivation>.Run(cpu, sizes, dy, w, bias, dx, activation);
                break;
            case ReferenceDevice reference:
                reference.Launch(() => Conv2dInputGradientReference.Run(
                    sizes,
                    ReferenceDevice.Values(dy),
                    ReferenceDevice.Values(w),
                    bias is BufferView values ? ReferenceDevice.Values(values) : default,
                    ReferenceDevice.Values(dx),
                    activation));
                break;
            case SimtDevice simt:
                Conv2dInputGradientSimt.Run(simt, sizes, dy, w, bias, dx, activation);
                break;
            default:
                throw dx.Device.NoKernel(nameof(Conv2dInputGradient));
        }
    }
}
