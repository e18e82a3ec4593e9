using GanFromScratch.Engine.Devices.Simt;
using static GanFromScratch.Engine.Devices.Cuda.CudaLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>A kernel in the driver: a module of its own and the function in it.</summary>
internal sealed class CudaKernel(CudaContext context, nint module, nint function, int groupSize, bool isIlgpu) : CompiledKernel
{
    private bool disposed;

    public nint Function { get; } = function;

    /// <summary>Its calling convention, see <see cref="KernelCode.IsIlgpu"/>.</summary>
    public bool IsIlgpu { get; } = isIlgpu;

    public uint GroupSize { get; } = (uint)groupSize;

    public override void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        lock (context.Gate)
        {
            if (context.TryUse())
                _ = cuModuleUnload(module);
        }
    }
}
