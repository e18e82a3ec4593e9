using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>y = a where the condition is not 0, else b; all four equally long.</summary>
public static class Select
{
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run(BufferView condition, BufferView a, BufferView b, BufferView y)
    {
        if (condition.Length != y.Length || a.Length != y.Length || b.Length != y.Length)
            throw new ArgumentException(
                $"Select: condition, a, b and y must be equally long, got {condition.Length}, {a.Length}, {b.Length} and {y.Length}.");
        KernelDispatch.Run(new SelectLaunch(condition, a, b, y));
    }
}

/// <summary><see cref="Select"/> with its operands.</summary>
internal readonly record struct SelectLaunch(BufferView Condition, BufferView A, BufferView B, BufferView Y) : IKernelLaunch<SelectLaunch>
{
    public static string Family => nameof(Select);

    public static KernelVersions<SelectLaunch> Gpu { get; } = SelectSimt.Gpu();

    public static KernelVersions<SelectLaunch> Processor { get; } = SelectSimt.Processor();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => SelectReference.Run<double>(
        ReferenceDevice.Values(Condition), ReferenceDevice.Values(A), ReferenceDevice.Values(B), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device) => device.Launch(new SelectSimd(Condition, A, B, Y));
}
