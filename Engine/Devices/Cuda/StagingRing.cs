using static GanFromScratch.Engine.Devices.Cuda.CudaLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// Transfers between host and device through a ring of pinned buffers (staging). The device copies from and to them directly, in the
/// order of its stream, while the host fills or empties the next one. An event after each copy signals that its piece is free again, so
/// an upload waits only for the copy one round of the ring earlier, and a download keeps all pieces in flight.
/// <code>
/// upload    host → piece, copy queued, event      …   next time round: wait for the event first
/// download  copy queued, event  …  wait for the event, piece → host
/// </code>
/// The caller holds the context's gate.
/// </summary>
internal sealed unsafe class StagingRing : IDisposable
{
    public const int Pieces = 4, PieceBytes = 1 << 20;

    private readonly nint stream;
    private readonly nint[] events = new nint[Pieces];
    private byte* memory;
    private int next;

    public StagingRing(nint stream)
    {
        this.stream = stream;
        try
        {
            CudaResult.Check(cuMemHostAlloc(out void* pinned, Pieces * PieceBytes, 0));
            memory = (byte*)pinned;
            for (int i = 0; i < Pieces; i++)
                CudaResult.Check(cuEventCreate(out events[i], EventDisableTiming));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Returns when <paramref name="source"/> has been read; the device may still be copying.</summary>
    public void Upload(ReadOnlySpan<byte> source, ulong target)
    {
        for (int done = 0; done < source.Length; done += PieceBytes)
        {
            ReadOnlySpan<byte> part = source[done..Math.Min(done + PieceBytes, source.Length)];
            int piece = Take();
            part.CopyTo(Piece(piece));
            CudaResult.Check(cuMemcpyHtoDAsync(target + (ulong)done, memory + (piece * PieceBytes), (nuint)part.Length, stream));
            CudaResult.Check(cuEventRecord(events[piece], stream));
        }
    }

    /// <summary>Returns when <paramref name="target"/> has been written, so all earlier work in the stream has ended.</summary>
    public void Download(ulong source, Span<byte> target)
    {
        int count = (target.Length + PieceBytes - 1) / PieceBytes, first = next;
        for (int taken = 0, queued = 0; taken < count; taken++)
        {
            for (; queued < count && queued - taken < Pieces; queued++)
            {
                int piece = Take();
                int bytes = Math.Min(PieceBytes, target.Length - (queued * PieceBytes));
                CudaResult.Check(
                    cuMemcpyDtoHAsync(memory + (piece * PieceBytes), source + ((ulong)queued * PieceBytes), (nuint)bytes, stream));
                CudaResult.Check(cuEventRecord(events[piece], stream));
            }

            int ready = (first + taken) % Pieces;
            CudaResult.Check(cuEventSynchronize(events[ready]));
            Span<byte> part = target[(taken * PieceBytes)..Math.Min((taken + 1) * PieceBytes, target.Length)];
            Piece(ready)[..part.Length].CopyTo(part);
        }
    }

    // The driver's results are ignored: after a kernel's fault these calls fail too.
    public void Dispose()
    {
        foreach (nint happening in events)
        {
            if (happening != 0)
                _ = cuEventDestroy(happening);
        }

        if (memory != null)
            _ = cuMemFreeHost(memory);
        memory = null;
        Array.Clear(events);
    }

    private Span<byte> Piece(int piece) => new(memory + (piece * PieceBytes), PieceBytes);

    // An event that was never recorded counts as reached.
    private int Take()
    {
        int piece = next;
        next = (next + 1) % Pieces;
        CudaResult.Check(cuEventSynchronize(events[piece]));
        return piece;
    }
}
