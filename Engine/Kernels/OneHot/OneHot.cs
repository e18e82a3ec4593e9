using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.OneHot;

/// <summary>
/// y[n, c] = 1 where c is the index of row n, else 0. Indices are whole numbers 0 … Classes − 1, held as floats.
/// If the host runs the kernel (cpu, reference), any other value is an error; elsewhere it gives a row of NaN.
/// </summary>
public readonly record struct OneHot(int Count, int Classes)
{
    /// <exception cref="InputException">An index is invalid.</exception>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView indices, BufferView y)
    {
        if (indices.Length != Count || y.Length != Count * Classes)
            throw new ArgumentException($"OneHot of {Count} indices below {Classes}: got {indices.Length} indices and {y.Length} results.");
        OneHot sizes = this;
        KernelDispatch.Run(new OneHotLaunch(this, indices, y));
    }
}

/// <summary><see cref="OneHot"/> with its operands.</summary>
internal readonly record struct OneHotLaunch(OneHot Sizes, BufferView Indices, BufferView Y) : IKernelLaunch<OneHotLaunch>
{
    public static string Family => nameof(OneHot);

    public static KernelVersions<OneHotLaunch> Gpu { get; } = OneHotSimt.Gpu();

    public static KernelVersions<OneHotLaunch> Processor { get; } = OneHotSimt.Processor();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => OneHotReference.Run<double>(Sizes, ReferenceDevice.Values(Indices), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device) => device.Launch(new OneHotSimd(Sizes, Indices, Y));
}
