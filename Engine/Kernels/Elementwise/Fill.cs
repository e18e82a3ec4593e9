using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>Every element of y becomes one value.</summary>
public static class Fill
{
    public static void Run(BufferView y, float value)
    {
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new FillSimd(y, value));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => FillReference.Run(ReferenceDevice.Values(y), value));
                break;
            case SimtDevice simt:
                FillSimt.Run(simt, y, value);
                break;
            default:
                throw y.Device.NoKernel(nameof(Fill));
        }
    }
}
