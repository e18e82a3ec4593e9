namespace GanFromScratch.Engine.Devices.OpenCl;

/// <summary>
/// Staging memory for uploads, so that they need not wait for the queue: the bytes are copied here at once, and the queue reads them from
/// here later. The memory is the driver's own (page-locked on a GPU, which reads it by DMA), divided into slots used in turn; a slot is
/// free again when the command that reads it has run. Only if all slots are taken, an upload waits for the oldest. Not thread-safe.
/// </summary>
internal sealed unsafe class OpenClStaging : IDisposable
{
    public const int SlotBytes = 256 << 10, Slots = 32;

    private readonly nint queue, memory;
    private readonly byte* pointer;

    // For each slot the event of the command that reads it; 0 for none.
    private readonly nint[] readers = new nint[Slots];
    private int next;

    public OpenClStaging(nint context, nint queue)
    {
        this.queue = queue;
        const nuint all = (nuint)SlotBytes * Slots;
        memory = OpenClLibrary.CreateBuffer(context, OpenClLibrary.MemReadWrite | OpenClLibrary.MemAllocHostPtr, all, null, out int status);
        OpenClStatus.Check(status, "clCreateBuffer (for uploads)");
        pointer = (byte*)OpenClLibrary.EnqueueMapBuffer(queue, memory, 1, OpenClLibrary.MapWrite, 0, all, 0, null, null, out status);
        if (status == OpenClStatus.Success)
            return;
        _ = OpenClLibrary.ReleaseMemObject(memory);
        OpenClStatus.Check(status, "clEnqueueMapBuffer (for uploads)");
    }

    /// <summary>Copies <paramref name="source"/> and enqueues its transfer to the device; returns the driver's status.</summary>
    public int Write(ReadOnlySpan<byte> source, nint target, long offset)
    {
        while (source.Length > 0)
        {
            int bytes = Math.Min(source.Length, SlotBytes);
            byte* slot = FreeSlot();
            source[..bytes].CopyTo(new Span<byte>(slot, bytes));
            nint reader = 0;
            int status = OpenClLibrary.EnqueueWriteBuffer(queue, target, 0, (nuint)offset, (nuint)bytes, slot, 0, null, &reader);
            if (status != OpenClStatus.Success)
                return status;
            readers[next] = reader;
            next = (next + 1) % Slots;
            source = source[bytes..];
            offset += bytes;
        }

        return OpenClStatus.Success;
    }

    /// <summary>Releases the memory; the queue must be empty.</summary>
    public void Dispose()
    {
        foreach (nint reader in readers)
        {
            if (reader != 0)
                _ = OpenClLibrary.ReleaseEvent(reader);
        }

        _ = OpenClLibrary.EnqueueUnmapMemObject(queue, memory, pointer, 0, null, null);
        _ = OpenClLibrary.ReleaseMemObject(memory);
    }

    private byte* FreeSlot()
    {
        nint reader = readers[next];
        if (reader != 0)
        {
            readers[next] = 0;
            int status = OpenClLibrary.WaitForEvents(1, &reader);
            _ = OpenClLibrary.ReleaseEvent(reader);
            OpenClStatus.Check(status, "clWaitForEvents");
        }

        return pointer + ((long)next * SlotBytes);
    }
}
