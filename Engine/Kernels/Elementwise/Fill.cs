using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>Every element of y becomes one value.</summary>
public static class Fill
{
    public static void Run(BufferView y, float value) => KernelDispatch.Run(new FillLaunch(y, value));
}

/// <summary><see cref="Fill"/> with its operands.</summary>
internal readonly record struct FillLaunch(BufferView Y, float Value) : IKernelLaunch<FillLaunch>
{
    public static string Family => nameof(Fill);

    public static KernelVersions<FillLaunch> Gpu { get; } = FillSimt.Gpu();

    public static KernelVersions<FillLaunch> Processor { get; } = FillSimt.Processor();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => FillReference.Run(ReferenceDevice.Values(Y), Value);

    public void OnCpu(CpuDevice device) => device.Launch(new FillSimd(Y, Value));
}
