using System.Runtime.InteropServices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>
/// Native memory, aligned to a cache line. The garbage collector neither moves nor scans it, but its size is reported to the collector,
/// so that tensors dropped outside of any scope are collected before the memory runs out.
/// </summary>
internal sealed unsafe class CpuBuffer : DeviceBuffer
{
    private const int Alignment = 64;
    private float* pointer;

    /// <exception cref="InputException">This machine has too little free memory.</exception>
    public CpuBuffer(Device device, int length, MemoryLimit limit)
        : base(device, length)
    {
        if (!limit.Allows(Bytes, device.AllocatedBytes))
        {
            // Tensors that were dropped without Dispose may hold the missing memory.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (!limit.Allows(Bytes, device.AllocatedBytes))
                throw limit.Exceeded(device, Bytes);
        }

        pointer = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);
        GC.AddMemoryPressure(Bytes);
    }

    ~CpuBuffer() => FreeMemory();

    public override long Bytes => (long)Length * sizeof(float);

    /// <summary>The address of a view's first float, for the launch under construction; see <see cref="OperandHold"/>.</summary>
    public static float* Pointer(BufferView view)
    {
        if (view.Buffer is not CpuBuffer buffer)
            throw new InputException($"A kernel on cpu was given a tensor on {view.Device}; all operands of an op must be on one device.");
        OperandHold.Add(view);
        return buffer.pointer + view.Offset;
    }

    internal override void Free()
    {
        FreeMemory();
        GC.SuppressFinalize(this);
    }

    private void FreeMemory()
    {
        if (pointer == null)
            return;
        NativeMemory.AlignedFree(pointer);
        pointer = null;
        GC.RemoveMemoryPressure(Bytes);
        Device.CountBytes(-Bytes);
    }
}
