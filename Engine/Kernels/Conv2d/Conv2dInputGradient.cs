using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// dx = f(dy ⋆ᵀ w + bias): the gradient of a <see cref="Conv2d"/> by its input. With bias (C) and activation it is the transposed
/// convolution as a layer.
/// <code>
/// dx[n, c, iy, ix] = f(bias[c] + Σ dy[n, o, oy, ox] · w[o, c, ky, kx])
/// </code>
/// over the output channels o of c's group and all ky, kx, oy, ox with oy·stride + ky·dilation − top = iy, and likewise for ix.
/// </summary>
/// <param name="Forward">The sizes of the convolution whose gradient this is: dx has the size of its x, dy of its y.</param>
public readonly record struct Conv2dInputGradient(Conv2d Forward)
{
    /// <summary>dx = dy · w, where the forward pass <see cref="Conv2d.IsMatMul"/>.</summary>
    internal MatMul.MatMul Product => new(Forward.N, Forward.C * Forward.H * Forward.W, Forward.O);

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
        // A bias would need one value for H·W columns of the product.
        if (sizes.IsMatMul && bias == null && dx.Device is not ReferenceDevice)
        {
            Product.Run(dy, w, null, dx, activation);
            return;
        }

        KernelDispatch.Run(new Conv2dInputGradientLaunch<TActivation>(sizes, dy, w, bias, dx, activation));
    }
}

/// <summary><see cref="Conv2dInputGradient"/> with its operands.</summary>
/// <param name="Sizes">Those of the convolution whose gradient this is.</param>
internal readonly record struct Conv2dInputGradientLaunch<TActivation>(
    Conv2d Sizes, BufferView Source, BufferView Weights, BufferView? Bias, BufferView Target, TActivation Activation)
    : IKernelLaunch<Conv2dInputGradientLaunch<TActivation>>, IConvolutionLaunch<TActivation>
    where TActivation : unmanaged, IUnaryFormula
{
    public static string Family => nameof(Conv2dInputGradient);

    public static KernelVersions<Conv2dInputGradientLaunch<TActivation>> Gpu { get; } =
        Conv2dSimt.Gpu<Conv2dInputGradientLaunch<TActivation>, TActivation>();

    public static KernelVersions<Conv2dInputGradientLaunch<TActivation>> Processor { get; } =
        Conv2dPanelsSimt.Processor<Conv2dInputGradientLaunch<TActivation>, TActivation>();

    public static bool IsTransposed => true;

    public Device Device => Target.Device;

    public double Flops => Sizes.Flops;

    public void OnReference() => Conv2dInputGradientReference.Run(
        Sizes, ReferenceDevice.Values(Source), ReferenceDevice.Values(Weights), ReferenceDevice.Values(Bias),
        ReferenceDevice.Values(Target), Activation);

    public void OnCpu(CpuDevice device) =>
        Conv2dInputGradientSimd<TActivation>.Run(device, Sizes, Source, Weights, Bias, Target, Activation);
}
