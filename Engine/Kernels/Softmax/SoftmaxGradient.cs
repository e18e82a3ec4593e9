using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>
/// The backward pass of <see cref="Softmax"/>, row by row, from its result y and the gradient dy; all Rows×Columns.
/// <para>
/// From ∂yⱼ/∂xᵢ = yⱼ(δᵢⱼ − yᵢ) follows dxᵢ = yᵢ · (dyᵢ − Σⱼ dyⱼ·yⱼ). For the logarithm ∂yⱼ/∂xᵢ = δᵢⱼ − e^yᵢ, and
/// dxᵢ = dyᵢ − e^yᵢ · Σⱼ dyⱼ.
/// </para>
/// </summary>
/// <param name="Logarithm">y is the logarithm of the softmax.</param>
public readonly record struct SoftmaxGradient(int Rows, int Columns, bool Logarithm = false)
{
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView y, BufferView dy, BufferView dx)
    {
        if (dx.Length != Rows * Columns || y.Length != dx.Length || dy.Length != dx.Length)
            throw new ArgumentException(
                $"Gradient of a softmax of {Rows}×{Columns}: y has {y.Length} values, dy {dy.Length} and dx {dx.Length}.");
        KernelDispatch.Run(new SoftmaxGradientLaunch(this, y, dy, dx));
    }
}

/// <summary><see cref="SoftmaxGradient"/> with its operands.</summary>
internal readonly record struct SoftmaxGradientLaunch(SoftmaxGradient Sizes, BufferView Y, BufferView Dy, BufferView Dx)
    : IKernelLaunch<SoftmaxGradientLaunch>
{
    public static string Family => nameof(SoftmaxGradient);

    public static KernelVersions<SoftmaxGradientLaunch> Gpu { get; } = SoftmaxGradientSimt.Gpu();

    public static KernelVersions<SoftmaxGradientLaunch> Processor { get; } = SoftmaxGradientSimt.Processor();

    public Device Device => Dx.Device;

    public double Flops => 0;

    public void OnReference() => SoftmaxGradientReference.Run<double>(
        Sizes, ReferenceDevice.Values(Y), ReferenceDevice.Values(Dy), ReferenceDevice.Values(Dx));

    public void OnCpu(CpuDevice device) => device.Launch(new SoftmaxGradientSimd(Sizes, Y, Dy, Dx));
}
