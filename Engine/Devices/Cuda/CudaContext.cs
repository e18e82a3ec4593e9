using static GanFromScratch.Engine.Devices.Cuda.CudaLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// The driver's state for one GPU in this process, which owns addresses and handles, and the one stream in which all work is queued. The
/// device, every buffer and every graph hold it: they may outlive their device, and can only be freed while it exists.
/// </summary>
internal sealed class CudaContext
{
    private readonly nint handle;
    private readonly int gpu;
    private nint stream;
    private int holders = 1;

    /// <exception cref="InputException">The driver does not open the GPU: another program uses it exclusively, or its memory is
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
    /// Held over every call that the stream's order or its capture depends on: several threads may launch, and a launch during another
    /// thread's capture would become part of the graph.
    /// </summary>
    public Lock Gate { get; } = new();

    /// <summary>The queue of the device's work, which runs in order.</summary>
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

    /// <summary>As <see cref="Use"/>, for callers that cannot handle an error.</summary>
    public bool TryUse() => cuCtxSetCurrent(handle) == CudaResult.Success;

    /// <summary>Waits until all work in the stream has ended; the stream of a closed device is empty.</summary>
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

    /// <summary>As <see cref="Synchronize"/>, for callers that cannot handle an error.</summary>
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
