using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>y = f(x), element by element, for any <see cref="IUnaryFormula"/>. y may be x itself.</summary>
public static class Unary
{
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TFormula>(BufferView x, BufferView y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"{typeof(TFormula).Name}: x has {x.Length} values and y {y.Length}; they must be as many.");
        KernelDispatch.Run(new UnaryLaunch<TFormula>(x, y, formula));
    }
}

/// <summary><see cref="Unary"/> with its operands.</summary>
internal readonly record struct UnaryLaunch<TFormula>(BufferView X, BufferView Y, TFormula Formula) : IKernelLaunch<UnaryLaunch<TFormula>>
    where TFormula : unmanaged, IUnaryFormula
{
    public static string Family => nameof(Unary);

    public static KernelVersions<UnaryLaunch<TFormula>> Gpu { get; } = UnarySimt.Gpu<TFormula>();

    public static KernelVersions<UnaryLaunch<TFormula>> Processor { get; } = UnarySimt.Processor<TFormula>();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => UnaryReference.Run(ReferenceDevice.Values(X), ReferenceDevice.Values(Y), Formula);

    public void OnCpu(CpuDevice device) => device.Launch(new UnarySimd<TFormula>(X, Y, Formula));
}
