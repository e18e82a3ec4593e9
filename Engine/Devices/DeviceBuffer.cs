namespace GanFromScratch.Engine.Devices;

/// <summary>
/// A block of device memory in words of 32 bits. Several tensors may share one (a reshape, a parameter inside an optimizer's block), so
/// it counts its holders; the last one to release it returns it to its pool.
/// </summary>
internal abstract class DeviceBuffer(Device device, int length)
{
    private int holders;

    public Device Device { get; } = device;

    /// <summary>Capacity in words; at least the requested length.</summary>
    public int Length { get; } = length;

    /// <summary>The pool it goes back to; set when it is handed out.</summary>
    internal BufferPool? Home { get; set; }

    /// <summary>Bytes it occupies.</summary>
    public abstract long Bytes { get; }

    public void AddHolder() => Interlocked.Increment(ref holders);

    public void Release()
    {
        int left = Interlocked.Decrement(ref holders);
        if (left == 0)
            Home?.Return(this);
        else if (left < 0)
            throw new InvalidOperationException("A device buffer was released more often than it was rented.");
    }

    /// <summary>Returns the memory to the system. Only the pool calls this.</summary>
    internal abstract void Free();
}
