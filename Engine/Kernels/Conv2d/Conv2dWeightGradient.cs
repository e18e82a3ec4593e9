using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The gradient of a <see cref="Conv2d"/> by its weights:
/// <code>
/// dw[o, c, ky, kx] = Σ dy[n, o, oy, ox] · x[n, c, oy·stride + ky·dilation − top, ox·stride + kx·dilation − left]
/// </code>
/// over all images n and all oy, ox; outside of the image x is zero.
/// </summary>
/// <param name="Forward">The sizes of the convolution whose gradient this is.</param>
/// <param name="Accumulate">Add to dw (weights used more than once).</param>
public readonly record struct Conv2dWeightGradient(Conv2d Forward, bool Accumulate = false)
{
    /// <summary>dw = dyᵀ · x, where the forward pass <see cref="Conv2d.IsMatMul"/>.</summary>
    internal MatMul.MatMul Product =>
        new(Forward.O, Forward.C * Forward.H * Forward.W, Forward.N, TransposeA: true, Accumulate: Accumulate);

    /// <exception cref="ArgumentException">The sizes are impossible, or a buffer's length does not fit them.</exception>
    public void Run(BufferView x, BufferView dy, BufferView dw)
    {
        Forward.Check(x, dw, dy);
        if (Forward.IsMatMul && dw.Device is not ReferenceDevice)
            Product.Run(dy, x, dw);
        else
            KernelDispatch.Run(new Conv2dWeightGradientLaunch(this, x, dy, dw));
    }
}

/// <summary><see cref="Conv2dWeightGradient"/> with its operands.</summary>
internal readonly record struct Conv2dWeightGradientLaunch(Conv2dWeightGradient Sizes, BufferView X, BufferView Dy, BufferView Dw)
    : IKernelLaunch<Conv2dWeightGradientLaunch>
{
    public static string Family => nameof(Conv2dWeightGradient);

    public static KernelVersions<Conv2dWeightGradientLaunch> Gpu { get; } = Conv2dWeightGradientSimt.Gpu();

    public static KernelVersions<Conv2dWeightGradientLaunch> Processor { get; } = Conv2dWeightGradientPanelsSimt.Processor();

    public Device Device => Dw.Device;

    public double Flops => Sizes.Forward.Flops;

    public void OnReference() => Conv2dWeightGradientReference.Run(
        Sizes.Forward, Sizes.Accumulate, ReferenceDevice.Values(X), ReferenceDevice.Values(Dy), ReferenceDevice.Values(Dw));

    public void OnCpu(CpuDevice device) => Conv2dWeightGradientSimd.Run(device, Sizes.Forward, Sizes.Accumulate, X, Dy, Dw);
}
