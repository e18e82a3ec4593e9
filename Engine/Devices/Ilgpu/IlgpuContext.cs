using ILGPU.Runtime.CPU;

namespace GanFromScratch.Engine.Devices.Ilgpu;

/// <summary>The configuration of ILGPU, as a compiler and as a device for debugging.</summary>
internal static class IlgpuContext
{
    // Items of a group are threads. Warps have NVIDIA's size; nothing here depends on it.
    private const int WarpSize = 32;

    public const int GroupSize = 256;

    // Registrations for a context are partly kept in a table of the whole process.
    private static readonly Lock Gate = new();

    /// <summary>A context that does not search for hardware: it has the processor accelerator only.</summary>
    public static Context Create()
    {
        lock (Gate)
        {
            return Context.Create(builder =>
                IlgpuMath.Register(builder
                    .CPU(new CPUDevice(WarpSize, GroupSize / WarpSize, 1))
                    .Optimize(OptimizationLevel.O2)
                    .EnableAlgorithms()));
        }
    }
}
