using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.ArgMax;

/// <summary>
/// y[o, i] = the r with the largest x[o, r, i], the first of equals: x is viewed as (Outer, Length, Inner). NaN counts as larger than
/// everything, as in PyTorch. Indices are floats, so Length is at most 2²⁴.
/// </summary>
public readonly record struct ArgMax(int Outer, int Length, int Inner)
{
    private const int LargestExactFloat = 1 << 24;

    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes, or Length is 0 or too large.</exception>
    public void Run(BufferView x, BufferView y)
    {
        if (x.Length != Outer * Length * Inner || y.Length != Outer * Inner)
            throw new ArgumentException($"ArgMax of ({Outer}, {Length}, {Inner}): x has {x.Length} values and y {y.Length}.");
        if (Length is < 1 or > LargestExactFloat)
            throw new ArgumentException($"ArgMax needs 1 to {LargestExactFloat} values to choose from, got {Length}.");
        KernelDispatch.Run(new ArgMaxLaunch(this, x, y));
    }
}

/// <summary><see cref="ArgMax"/> with its operands.</summary>
internal readonly record struct ArgMaxLaunch(ArgMax Sizes, BufferView X, BufferView Y) : IKernelLaunch<ArgMaxLaunch>
{
    public static string Family => nameof(ArgMax);

    public static KernelVersions<ArgMaxLaunch> Gpu { get; } = ArgMaxSimt.Gpu();

    public static KernelVersions<ArgMaxLaunch> Processor { get; } = ArgMaxSimt.Processor();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => ArgMaxReference.Run<double>(Sizes, ReferenceDevice.Values(X), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device) => device.Launch(new ArgMaxSimd(Sizes, X, Y));
}
