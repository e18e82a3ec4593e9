using System.Runtime.InteropServices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// The functions of NVIDIA's driver that the engine calls, under the names of cuda.h. If the header silently maps a name to a later
/// version of it (cuMemAlloc to cuMemAlloc_v2), so does the entry point: the unversioned one is an old function with 32-bit sizes.
/// Handles are pointers, device addresses 64-bit numbers, and each function returns 0 or an error code; see <see
/// cref="CudaResult.Check"/>.
/// </summary>
internal static unsafe partial class CudaLibrary
{
    public const string Name = "cuda-driver";

    public const int ComputeMode = 20, MultiprocessorCount = 16, CapabilityMajor = 75, CapabilityMinor = 76;

    /// <summary>Compute mode of a device: no program may open it.</summary>
    public const int ComputeModeProhibited = 2;

    /// <summary>Flag of a stream: it does not synchronize with stream 0 of other code in the process.</summary>
    public const uint StreamNonBlocking = 1;

    /// <summary>Mode of a capture: it does not restrict other threads.</summary>
    public const int CaptureThreadLocal = 1;

    public const uint EventDefault = 0, EventDisableTiming = 2;

    public const int JitErrorLogBuffer = 5, JitErrorLogBufferSizeBytes = 6;

    [LibraryImport(Name)]
    public static partial int cuInit(uint flags);

    /// <summary>The newest CUDA version that the driver supports: 12040 for 12.4.</summary>
    [LibraryImport(Name)]
    public static partial int cuDriverGetVersion(out int version);

    [LibraryImport(Name)]
    public static partial int cuGetErrorName(int error, out byte* text);

    [LibraryImport(Name)]
    public static partial int cuGetErrorString(int error, out byte* text);

    [LibraryImport(Name)]
    public static partial int cuDeviceGetCount(out int count);

    [LibraryImport(Name)]
    public static partial int cuDeviceGet(out int device, int ordinal);

    [LibraryImport(Name)]
    public static partial int cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(Name, EntryPoint = "cuDeviceTotalMem_v2")]
    public static partial int cuDeviceTotalMem(out nuint bytes, int device);

    [LibraryImport(Name)]
    public static partial int cuDeviceGetAttribute(out int value, int attribute, int device);

    [LibraryImport(Name)]
    public static partial int cuDevicePrimaryCtxRetain(out nint context, int device);

    [LibraryImport(Name, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    public static partial int cuDevicePrimaryCtxRelease(int device);

    /// <summary>For the calling thread only.</summary>
    [LibraryImport(Name)]
    public static partial int cuCtxSetCurrent(nint context);

    [LibraryImport(Name, EntryPoint = "cuMemGetInfo_v2")]
    public static partial int cuMemGetInfo(out nuint free, out nuint total);

    [LibraryImport(Name, EntryPoint = "cuMemAlloc_v2")]
    public static partial int cuMemAlloc(out ulong address, nuint bytes);

    /// <summary>Waits for the device's current work.</summary>
    [LibraryImport(Name, EntryPoint = "cuMemFree_v2")]
    public static partial int cuMemFree(ulong address);

    /// <summary>Pinned host memory, which the device can read and write directly.</summary>
    [LibraryImport(Name)]
    public static partial int cuMemHostAlloc(out void* pointer, nuint bytes, uint flags);

    [LibraryImport(Name)]
    public static partial int cuMemFreeHost(void* pointer);

    [LibraryImport(Name, EntryPoint = "cuMemcpyHtoDAsync_v2")]
    public static partial int cuMemcpyHtoDAsync(ulong target, void* source, nuint bytes, nint stream);

    [LibraryImport(Name, EntryPoint = "cuMemcpyDtoHAsync_v2")]
    public static partial int cuMemcpyDtoHAsync(void* target, ulong source, nuint bytes, nint stream);

    [LibraryImport(Name)]
    public static partial int cuStreamCreate(out nint stream, uint flags);

    [LibraryImport(Name)]
    public static partial int cuStreamSynchronize(nint stream);

    [LibraryImport(Name, EntryPoint = "cuStreamDestroy_v2")]
    public static partial int cuStreamDestroy(nint stream);

    [LibraryImport(Name, EntryPoint = "cuStreamBeginCapture_v2")]
    public static partial int cuStreamBeginCapture(nint stream, int mode);

    [LibraryImport(Name)]
    public static partial int cuStreamEndCapture(nint stream, out nint graph);

    [LibraryImport(Name)]
    public static partial int cuGraphDestroy(nint graph);

    [LibraryImport(Name)]
    public static partial int cuGraphLaunch(nint graphExec, nint stream);

    [LibraryImport(Name)]
    public static partial int cuGraphExecDestroy(nint graphExec);

    [LibraryImport(Name)]
    public static partial int cuEventCreate(out nint happening, uint flags);

    [LibraryImport(Name)]
    public static partial int cuEventRecord(nint happening, nint stream);

    [LibraryImport(Name)]
    public static partial int cuEventSynchronize(nint happening);

    [LibraryImport(Name)]
    public static partial int cuEventElapsedTime(out float milliseconds, nint start, nint end);

    [LibraryImport(Name, EntryPoint = "cuEventDestroy_v2")]
    public static partial int cuEventDestroy(nint happening);

    /// <summary>Takes a CUBIN or, ending with a 0, PTX.</summary>
    [LibraryImport(Name)]
    public static partial int cuModuleLoadDataEx(out nint module, void* image, uint optionCount, int* options, void** optionValues);

    [LibraryImport(Name)]
    public static partial int cuModuleUnload(nint module);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int cuModuleGetFunction(out nint function, nint module, string name);

    /// <summary>Copies the arguments before it returns: <paramref name="arguments"/> holds a pointer to each.</summary>
    [LibraryImport(Name)]
    public static partial int cuLaunchKernel(
        nint function,
        uint gridX,
        uint gridY,
        uint gridZ,
        uint groupX,
        uint groupY,
        uint groupZ,
        uint sharedBytes,
        nint stream,
        void** arguments,
        void** extra);

    /// <summary>Makes a captured graph ready to launch.</summary>
    public static int cuGraphInstantiate(out nint graphExec, nint graph)
    {
        // Drivers before CUDA 11.4 have the old form, then named cuGraphInstantiate.
        return HasInstantiateWithFlags.Value
            ? InstantiateWithFlags(out graphExec, graph, 0)
            : InstantiateV2(out graphExec, graph, null, null, 0);
    }

    private static readonly Lazy<bool> HasInstantiateWithFlags = new(() => NativeLibraries.Has(Name, "cuGraphInstantiateWithFlags"));

    [LibraryImport(Name, EntryPoint = "cuGraphInstantiateWithFlags")]
    private static partial int InstantiateWithFlags(out nint graphExec, nint graph, ulong flags);

    [LibraryImport(Name, EntryPoint = "cuGraphInstantiate_v2")]
    private static partial int InstantiateV2(out nint graphExec, nint graph, nint* errorNode, byte* log, nuint logBytes);
}
