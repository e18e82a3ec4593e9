using GanFromScratch.Engine.Devices.Simt;
using ILGPU.Runtime;

namespace GanFromScratch.Engine.Devices.Ilgpu;

/// <summary>
/// Memory that ILGPU allocates. ILGPU frees forgotten memory with its own finalizer; this class only counts the bytes and reports the
/// size to the garbage collector, so that tensors dropped outside of any scope are collected before the memory runs out.
/// </summary>
internal sealed class IlgpuBuffer : DeviceBuffer
{
    private bool counted = true;

    /// <exception cref="InputException">The device has too little free memory.</exception>
    public IlgpuBuffer(Device device, Accelerator accelerator, int length, MemoryLimit limit)
        : base(device, length)
    {
        if (Create(accelerator, limit) is not MemoryBuffer1D<float, Stride1D.Dense> memory)
        {
            // Tensors that were dropped without Dispose may hold the missing memory.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (Create(accelerator, limit) is not MemoryBuffer1D<float, Stride1D.Dense> second)
            {
                GC.SuppressFinalize(this);
                throw limit.Exceeded(device, Bytes);
            }

            memory = second;
        }

        Memory = memory;
        GC.AddMemoryPressure(Bytes);
    }

    ~IlgpuBuffer() => Uncount();

    public override long Bytes => (long)Length * sizeof(float);

    public MemoryBuffer1D<float, Stride1D.Dense> Memory { get; }

    internal override void Free()
    {
        Memory.Dispose();
        Uncount();
        GC.SuppressFinalize(this);
    }

    private MemoryBuffer1D<float, Stride1D.Dense>? Create(Accelerator accelerator, MemoryLimit limit)
    {
        if (!limit.Allows(Bytes, Device.AllocatedBytes))
            return null;
        try
        {
            return accelerator.Allocate1D<float>(Length);
        }
        catch (Exception error) when (error is AcceleratorException or OutOfMemoryException)
        {
            return null;
        }
    }

    private void Uncount()
    {
        if (!counted)
            return;
        counted = false;
        GC.RemoveMemoryPressure(Bytes);
        Device.CountBytes(-Bytes);
    }
}
