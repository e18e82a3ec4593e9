using ILGPU.Runtime.CPU;

namespace GanFromScratch.Engine.Devices.Ilgpu;

/// <summary>What kernels here ask of ILGPU, as a compiler and as a debugger's device.</summary>
internal static class IlgpuContext
{
    // Items of a group are threads. The warps are of NVIDIA's size; nothing here depends on it.
    private const int WarpSize = 32;

    public const int GroupSize = 256;

    // What is registered for a context is partly kept in a table of the whole process.
    private static readonly Lock Gate = new();

    /// <summary>A context that looks for no hardware: it has the processor accelerator alone.</summary>
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
