using GanFromScratch.Engine.Devices.Simt;
using static GanFromScratch.Engine.Devices.Cuda.CudaLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// Memory of a GPU. Its size is reported to the garbage collector, so that tensors dropped outside of any scope are collected before the
/// memory runs out; if it runs out anyway, they are collected at once and the allocation is retried.
/// </summary>
internal sealed class CudaBuffer : DeviceBuffer
{
    private readonly CudaContext context;
    private ulong address;

    public CudaBuffer(CudaDevice device, CudaContext context, int length)
        : base(device, length)
    {
        this.context = context;
        int result = Allocate();
        if (result == CudaResult.OutOfMemory)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            result = Allocate();
        }

        if (result == CudaResult.OutOfMemory)
            throw OutOfMemory();
        CudaResult.Check(result, "cuMemAlloc(");
        context.AddHolder();
        GC.AddMemoryPressure(Bytes);
    }

    ~CudaBuffer() => FreeMemory();

    public override long Bytes => (long)Length * sizeof(float);

    /// <summary>The address on the device of a view's first word.</summary>
    public static ulong Address(DeviceBuffer buffer, int offset) => ((CudaBuffer)buffer).address + ((ulong)offset * sizeof(float));

    internal override void Free()
    {
        FreeMemory();
        GC.SuppressFinalize(this);
    }

    private int Allocate()
    {
        lock (context.Gate)
        {
            context.Use();
            int result = cuMemAlloc(out address, (nuint)Bytes);
            if (result != CudaResult.Success)
                address = 0;
            return result;
        }
    }

    // The driver frees memory after all earlier work of the device, so a launch may still be using it. Its result is not checked: it is
    // 0, or the error of an earlier kernel, which the next computing call reports too; and a finalizer must not throw.
    private void FreeMemory()
    {
        ulong freed = Interlocked.Exchange(ref address, 0);
        if (freed == 0)
            return;
        lock (context.Gate)
        {
            if (context.TryUse())
                _ = cuMemFree(freed);
        }

        context.Release();
        GC.RemoveMemoryPressure(Bytes);
        Device.CountBytes(-Bytes);
    }

    private InputException OutOfMemory()
    {
        nuint free, total;
        lock (context.Gate)
            CudaResult.Check(cuMemGetInfo(out free, out total));
        return new InputException(
            $"The memory of {Device.Name} ({Device.Description}) has no room for another {MemoryLimit.Size(Bytes)}: "
            + $"{MemoryLimit.Size(Device.AllocatedBytes)} are in use here, "
            + $"and {MemoryLimit.Size((long)free)} of {MemoryLimit.Size((long)total)} are free; use a smaller batch or model, end other "
            + $"programs that use the GPU, or take another device.");
    }
}
