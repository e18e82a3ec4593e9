using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// dx = dy · f′(x), element by element: the backward pass of <see cref="Unary"/>. y = f(x) is given too; a formula whose derivative needs
/// only y may be given y for x.
/// </summary>
public static class UnaryGradient
{
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TFormula>(BufferView x, BufferView y, BufferView dy, BufferView dx, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (x.Length != dx.Length || y.Length != dx.Length || dy.Length != dx.Length)
            throw new ArgumentException(
                $"Gradient of {typeof(TFormula).Name}: x, y, dy and dx must be equally long, got {x.Length}, {y.Length}, {dy.Length} and "
                + $"{dx.Length}.");
        KernelDispatch.Run(new UnaryGradientLaunch<TFormula>(x, y, dy, dx, formula));
    }
}

/// <summary><see cref="UnaryGradient"/> with its operands.</summary>
internal readonly record struct UnaryGradientLaunch<TFormula>(
    BufferView X, BufferView Y, BufferView DY, BufferView DX, TFormula Formula) : IKernelLaunch<UnaryGradientLaunch<TFormula>>
    where TFormula : unmanaged, IUnaryFormula
{
    public static string Family => nameof(UnaryGradient);

    public static KernelVersions<UnaryGradientLaunch<TFormula>> Gpu { get; } = UnaryGradientSimt.Gpu<TFormula>();

    public static KernelVersions<UnaryGradientLaunch<TFormula>> Processor { get; } = UnaryGradientSimt.Processor<TFormula>();

    public Device Device => DX.Device;

    public double Flops => 0;

    public void OnReference() => UnaryGradientReference.Run(
        ReferenceDevice.Values(X), ReferenceDevice.Values(Y), ReferenceDevice.Values(DY), ReferenceDevice.Values(DX), Formula);

    public void OnCpu(CpuDevice device) => device.Launch(new UnaryGradientSimd<TFormula>(X, Y, DY, DX, Formula));
}
