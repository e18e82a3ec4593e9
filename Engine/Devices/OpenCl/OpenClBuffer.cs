using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Devices.OpenCl;

/// <summary>
/// Memory of an OpenCL device. The driver keeps it until the commands that use it have run, so it may be freed while they are in the
/// queue. Its size is reported to the garbage collector, so that tensors dropped outside of any scope are collected before it runs out.
/// </summary>
internal sealed unsafe class OpenClBuffer : DeviceBuffer
{
    private nint memory;

    /// <exception cref="InputException">The device has too little free memory.</exception>
    public OpenClBuffer(Device device, nint context, int length, MemoryLimit limit)
        : base(device, length)
    {
        memory = Create(context, limit);
        if (memory == 0)
        {
            // Tensors that were dropped without Dispose may hold the missing memory.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            memory = Create(context, limit);
        }

        if (memory == 0)
        {
            GC.SuppressFinalize(this);
            throw limit.Exceeded(device, Bytes);
        }

        GC.AddMemoryPressure(Bytes);
    }

    ~OpenClBuffer() => FreeMemory();

    public override long Bytes => (long)Length * sizeof(float);

    /// <summary>The cl_mem. Its user must keep this object alive until the call that takes it has returned.</summary>
    public nint Memory => memory != 0 ? memory : throw new ObjectDisposedException(nameof(OpenClBuffer), "This device memory was freed.");

    internal override void Free()
    {
        FreeMemory();
        GC.SuppressFinalize(this);
    }

    private nint Create(nint context, MemoryLimit limit)
    {
        if (!limit.Allows(Bytes, Device.AllocatedBytes))
            return 0;
        nint created = OpenClLibrary.CreateBuffer(context, OpenClLibrary.MemReadWrite, (nuint)Bytes, null, out int status);
        if (OpenClStatus.IsOutOfMemory(status))
            return 0;
        OpenClStatus.Check(status, "clCreateBuffer");
        return created;
    }

    private void FreeMemory()
    {
        nint freed = Interlocked.Exchange(ref memory, 0);
        if (freed == 0)
            return;
        int status = OpenClLibrary.ReleaseMemObject(freed);
        GC.RemoveMemoryPressure(Bytes);
        Device.CountBytes(-Bytes);
        OpenClStatus.Check(status, "clReleaseMemObject");
    }
}
