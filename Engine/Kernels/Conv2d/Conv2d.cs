using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// y = f(x ⋆ w + bias), where ⋆ is called convolution but is cross-correlation:
/// <code>
/// y[n, o, oy, ox] = f(bias[o] + Σ x[n, c, oy·stride + ky·dilation − top, ox·stride + kx·dilation − left] · w[o, c, ky, kx])
/// </code>
/// over the input channels c of o's group and all ky, kx; outside of the image x is zero. Layouts: x (N, C, H, W), w (O, C/groups, KH,
/// KW), y (N, O, OutH, OutW), bias (O) or none; f is an activation.
/// <para>
/// The struct also holds the sizes of the two kernels that close the family under differentiation, <see cref="Conv2dInputGradient"/> (the
/// transposed convolution) and <see cref="Conv2dWeightGradient"/>. In each the order of a sum depends on the sizes alone.
/// </para>
/// </summary>
/// <param name="N">Images.</param>
/// <param name="C">Channels of x.</param>
/// <param name="H">Height of x.</param>
/// <param name="W">Width of x.</param>
/// <param name="O">Channels of y.</param>
/// <param name="KH">Height of the kernel.</param>
/// <param name="KW">Width of the kernel.</param>
/// <param name="Options">Stride, padding, dilation, groups.</param>
public readonly record struct Conv2d(int N, int C, int H, int W, int O, int KH, int KW, Conv2dOptions Options)
{
    /// <summary>Height of y.</summary>
    public int OutH => Outputs(H, Options.PaddingTop + Options.PaddingBottom, KH, Options.DilationH, Options.StrideH);

    /// <summary>Width of y.</summary>
    public int OutW => Outputs(W, Options.PaddingLeft + Options.PaddingRight, KW, Options.DilationW, Options.StrideW);

    /// <summary>Input channels per output channel.</summary>
    public int GroupC => C / Options.Groups;

    /// <summary>Output channels of a group, which share its input channels.</summary>
    public int GroupO => O / Options.Groups;

    /// <summary>Floating-point operations, products with padding counted: a multiplication and an addition per term.</summary>
    public double Flops => 2.0 * N * O * OutH * OutW * GroupC * KH * KW;

    /// <summary>
    /// Whether the kernel covers the whole image, so that the output is one pixel: then patches are images, and all three kernels are
    /// matrix products of x (N, C·H·W), w (O, C·H·W) and y (N, O).
    /// </summary>
    internal bool IsMatMul =>
        (KH, KW) == (H, W) && Options is { PaddingTop: 0, PaddingBottom: 0, PaddingLeft: 0, PaddingRight: 0, Groups: 1 };

    /// <summary>y = x · wᵀ, where <see cref="IsMatMul"/>.</summary>
    internal MatMul.MatMul Product => new(N, O, C * H * W, TransposeB: true);

    internal long LengthX => (long)N * C * H * W;

    internal long LengthW => (long)O * GroupC * KH * KW;

    internal long LengthY => (long)N * O * OutH * OutW;

    /// <summary>The reason why these sizes are impossible, as the second half of a sentence; null if they are possible.</summary>
    internal string? Mistake
    {
        get
        {
            if (Options.Mistake is string mistake)
                return mistake;
            int spanH = (Options.DilationH * (KH - 1)) + 1, spanW = (Options.DilationW * (KW - 1)) + 1;
            int paddedH = H + Options.PaddingTop + Options.PaddingBottom, paddedW = W + Options.PaddingLeft + Options.PaddingRight;
            return N < 0 || C < 1 || O < 1 || KH < 1 || KW < 1
                    ? $"a channel and a weight at least are needed, got {C} channels in, {O} out and a kernel of {KH}×{KW}"
                : C % Options.Groups != 0 || O % Options.Groups != 0
                    ? $"{Options.Groups} groups must divide the channels, got {C} in and {O} out"
                : spanH > paddedH || spanW > paddedW
                    ? $"a kernel of {KH}×{KW} spans {spanH}×{spanW} pixels and must fit the padded image, got {paddedH}×{paddedW}"
                : null;
        }
    }

    /// <summary>y = f(x ⋆ w + bias).</summary>
    /// <exception cref="ArgumentException">The sizes are impossible, or a buffer's length does not fit them.</exception>
    public void Run<TActivation>(BufferView x, BufferView w, BufferView? bias, BufferView y, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        Check(x, w, y);
        if (bias is BufferView channels && channels.Length != O)
            throw new ArgumentException($"{this}: the bias needs {O} values, got {channels.Length}.");
        if (IsMatMul && y.Device is not ReferenceDevice)
        {
            Product.Run(x, w, bias, y, activation);
            return;
        }

        KernelDispatch.Run(new Conv2dLaunch<TActivation>(this, x, w, bias, y, activation));
    }

    internal void Check(BufferView x, BufferView w, BufferView y)
    {
        if (Mistake is string mistake)
            throw new ArgumentException($"{this}: {mistake}.");
        if (x.Length != LengthX || w.Length != LengthW || y.Length != LengthY)
            throw new ArgumentException(
                $"{this}: x, w and y need {LengthX}, {LengthW} and {LengthY} values, got {x.Length}, {w.Length} and {y.Length}.");
    }

    private static int Outputs(int size, int padding, int kernel, int dilation, int stride) =>
        ((size + padding - (dilation * (kernel - 1)) - 1) / stride) + 1;
}

/// <summary><see cref="Conv2d"/> with its operands.</summary>
internal readonly record struct Conv2dLaunch<TActivation>(
    Conv2d Sizes, BufferView Source, BufferView Weights, BufferView? Bias, BufferView Target, TActivation Activation)
    : IKernelLaunch<Conv2dLaunch<TActivation>>, IConvolutionLaunch<TActivation>
    where TActivation : unmanaged, IUnaryFormula
{
    public static string Family => nameof(Conv2d);

    public static KernelVersions<Conv2dLaunch<TActivation>> Gpu { get; } = Conv2dSimt.Gpu<Conv2dLaunch<TActivation>, TActivation>();

    public static KernelVersions<Conv2dLaunch<TActivation>> Processor { get; } =
        Conv2dPanelsSimt.Processor<Conv2dLaunch<TActivation>, TActivation>();

    public static bool IsTransposed => false;

    public Device Device => Target.Device;

    public double Flops => Sizes.Flops;

    public void OnReference() => Conv2dReference.Run(
        Sizes, ReferenceDevice.Values(Source), ReferenceDevice.Values(Weights), ReferenceDevice.Values(Bias),
        ReferenceDevice.Values(Target), Activation);

    public void OnCpu(CpuDevice device) =>
        Conv2dSimd<TActivation>.Run(device, Sizes, Source, Weights, Bias, Target, Activation);
}
