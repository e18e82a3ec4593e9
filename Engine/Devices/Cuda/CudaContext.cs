using static GanFromScratch.Engine.Devices.Cuda.CudaLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// The driver's state for one GPU in this process, to which addresses and handles belong, and the one stream in which all work is queued.
/// The device holds it, and so does every buffer and graph: they may outlive their device, and can be given back only while it is there.
/// </summary>
internal sealed class CudaContext
{
    private readonly nint handle;
    private readonly int gpu;
    private nint stream;
    private int holders = 1;

    /// <exception cref="InputException">The driver does not open the GPU: another program has it for itself, or its memory is
    /// full.</exception>
    public CudaContext(int gpu, string deviceName)
    {
        this.gpu = gpu;
        int result = cuDevicePrimaryCtxRetain(out handle, gpu);
        if (result == CudaResult.Success)
        {
            result = cuCtxSetCurrent(handle);
            if (result == CudaResult.Success)
                result = cuStreamCreate(out stream, StreamNonBlocking);
            if (result != CudaResult.Success)
                _ = cuDevicePrimaryCtxRelease(gpu);
        }

        if (result != CudaResult.Success)
            throw new InputException(
                $"The device '{deviceName}' cannot be opened: the NVIDIA driver says {CudaResult.Describe(result)}; nvidia-smi shows which "
                + $"programs use the GPU.");
    }

    /// <summary>
    /// Held over every call that the stream's order or its capture depends on: several threads may launch, and what one of them did while
    /// another captures the stream would become part of the graph.
    /// </summary>
    public Lock Gate { get; } = new();

    /// <summary>The queue of the device's work: what is put in runs in this order.</summary>
    public nint Stream
    {
        get
        {
            ObjectDisposedException.ThrowIf(stream == 0, typeof(CudaDevice));
            return stream;
        }
    }

    /// <summary>Makes it the calling thread's context; each thread has its own, and other code may have set another since.</summary>
    public void Use() => CudaResult.Check(cuCtxSetCurrent(handle));

    /// <summary>As <see cref="Use"/>, for who can do nothing about an error.</summary>
    public bool TryUse() => cuCtxSetCurrent(handle) == CudaResult.Success;

    /// <summary>Waits until everything in the stream has ended; a device that is closed has nothing in it.</summary>
    public void Synchronize()
    {
        lock (Gate)
        {
            if (stream == 0)
                return;
            Use();
            CudaResult.Check(cuStreamSynchronize(stream));
        }
    }

    /// <summary>As <see cref="Synchronize"/>, for who can do nothing about an error.</summary>
    public bool TryWait()
    {
        lock (Gate)
            return TryUse() && (stream == 0 || cuStreamSynchronize(stream) == CudaResult.Success);
    }

    public void CloseStream()
    {
        lock (Gate)
        {
            if (stream != 0 && TryUse())
                _ = cuStreamDestroy(stream);
            stream = 0;
        }
    }

    public void AddHolder() => Interlocked.Increment(ref holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref holders) == 0)
            _ = cuDevicePrimaryCtxRelease(gpu);
    }
}
