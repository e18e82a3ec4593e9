using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

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
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new SelectSimd(condition, a, b, y));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => SelectReference.Run<double>(
                    ReferenceDevice.Values(condition), ReferenceDevice.Values(a), ReferenceDevice.Values(b), ReferenceDevice.Values(y)));
                break;
            case SimtDevice simt:
                SelectSimt.Run(simt, condition, a, b, y);
                break;
            default:
                throw y.Device.NoKernel(nameof(Select));
        }
    }
}
