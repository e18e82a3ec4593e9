using System.Runtime.InteropServices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Devices.OpenCl;

/// <summary>
/// The functions of OpenCL 1.2 that are used here, under their names in CL/cl.h. They are in the ICD loader, a small library that passes
/// each call on to the right driver. Handles are pointers; every function returns a status, 0 for success (<see cref="OpenClStatus"/>).
/// </summary>
internal static unsafe partial class OpenClLibrary
{
    private const string Library = "OpenCL";

    public const uint PlatformName = 0x0902;

    public const ulong TypeCpu = 1 << 1, TypeGpu = 1 << 2, TypeAll = 0xFFFFFFFF;

    public const uint DeviceType = 0x1000, DeviceMaxComputeUnits = 0x1002, DeviceMaxWorkGroupSize = 0x1004, DeviceMaxMemAllocSize = 0x1010,
        DeviceGlobalMemSize = 0x101F, DeviceEndianLittle = 0x1026, DeviceAvailable = 0x1027, DeviceCompilerAvailable = 0x1028,
        DeviceName = 0x102B, DriverVersion = 0x102D, DeviceProfile = 0x102E, DeviceVersion = 0x102F, DeviceGenericAddressSpace = 0x1069;

    public const nint ContextPlatform = 0x1084;

    public const ulong MemReadWrite = 1, MemAllocHostPtr = 1 << 4, MapWrite = 1 << 1;

    public const uint ProgramBinarySizes = 0x1165, ProgramBinaries = 0x1166, ProgramBuildLog = 0x1183;

    // On macOS OpenCL is a framework of the system; elsewhere the loader, first under its name without development packages.
    static OpenClLibrary() => NativeLibraries.Register(
        Library,
        OperatingSystem.IsWindows() ? ["OpenCL.dll"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/OpenCL.framework/OpenCL"]
        : ["libOpenCL.so.1", "libOpenCL.so"]);

    /// <summary>Whether there is a loader. Without one nothing else here may be called.</summary>
    public static bool IsPresent => NativeLibraries.TryLoad(Library);

    [LibraryImport(Library, EntryPoint = "clGetPlatformIDs")]
    public static partial int GetPlatformIds(uint room, nint* platforms, out uint count);

    [LibraryImport(Library, EntryPoint = "clGetPlatformInfo")]
    public static partial int GetPlatformInfo(nint platform, uint what, nuint room, void* value, out nuint size);

    [LibraryImport(Library, EntryPoint = "clGetDeviceIDs")]
    public static partial int GetDeviceIds(nint platform, ulong type, uint room, nint* devices, out uint count);

    [LibraryImport(Library, EntryPoint = "clGetDeviceInfo")]
    public static partial int GetDeviceInfo(nint device, uint what, nuint room, void* value, out nuint size);

    [LibraryImport(Library, EntryPoint = "clCreateContext")]
    public static partial nint CreateContext(nint* properties, uint count, nint* devices, nint notify, nint data, out int status);

    [LibraryImport(Library, EntryPoint = "clReleaseContext")]
    public static partial int ReleaseContext(nint context);

    [LibraryImport(Library, EntryPoint = "clCreateCommandQueue")]
    public static partial nint CreateCommandQueue(nint context, nint device, ulong properties, out int status);

    [LibraryImport(Library, EntryPoint = "clReleaseCommandQueue")]
    public static partial int ReleaseCommandQueue(nint queue);

    [LibraryImport(Library, EntryPoint = "clCreateBuffer")]
    public static partial nint CreateBuffer(nint context, ulong flags, nuint bytes, void* host, out int status);

    [LibraryImport(Library, EntryPoint = "clReleaseMemObject")]
    public static partial int ReleaseMemObject(nint memory);

    [LibraryImport(Library, EntryPoint = "clCreateProgramWithSource")]
    public static partial nint CreateProgramWithSource(nint context, uint count, byte** texts, nuint* lengths, out int status);

    [LibraryImport(Library, EntryPoint = "clCreateProgramWithBinary")]
    public static partial nint CreateProgramWithBinary(
        nint context, uint count, nint* devices, nuint* lengths, byte** binaries, int* binaryStatus, out int status);

    [LibraryImport(Library, EntryPoint = "clBuildProgram", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int BuildProgram(nint program, uint count, nint* devices, string options, nint notify, nint data);

    [LibraryImport(Library, EntryPoint = "clGetProgramBuildInfo")]
    public static partial int GetProgramBuildInfo(nint program, nint device, uint what, nuint room, void* value, out nuint size);

    [LibraryImport(Library, EntryPoint = "clGetProgramInfo")]
    public static partial int GetProgramInfo(nint program, uint what, nuint room, void* value, out nuint size);

    [LibraryImport(Library, EntryPoint = "clRetainProgram")]
    public static partial int RetainProgram(nint program);

    [LibraryImport(Library, EntryPoint = "clReleaseProgram")]
    public static partial int ReleaseProgram(nint program);

    [LibraryImport(Library, EntryPoint = "clCreateKernel", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CreateKernel(nint program, string name, out int status);

    [LibraryImport(Library, EntryPoint = "clReleaseKernel")]
    public static partial int ReleaseKernel(nint kernel);

    [LibraryImport(Library, EntryPoint = "clSetKernelArg")]
    public static partial int SetKernelArg(nint kernel, uint index, nuint bytes, void* value);

    [LibraryImport(Library, EntryPoint = "clEnqueueNDRangeKernel")]
    public static partial int EnqueueNDRangeKernel(
        nint queue, nint kernel, uint dimensions, nuint* offset, nuint* items, nuint* group, uint waitCount, nint* waitFor, nint* done);

    [LibraryImport(Library, EntryPoint = "clEnqueueReadBuffer")]
    public static partial int EnqueueReadBuffer(
        nint queue, nint memory, uint blocking, nuint offset, nuint bytes, void* host, uint waitCount, nint* waitFor, nint* done);

    [LibraryImport(Library, EntryPoint = "clEnqueueWriteBuffer")]
    public static partial int EnqueueWriteBuffer(
        nint queue, nint memory, uint blocking, nuint offset, nuint bytes, void* host, uint waitCount, nint* waitFor, nint* done);

    [LibraryImport(Library, EntryPoint = "clEnqueueMapBuffer")]
    public static partial void* EnqueueMapBuffer(
        nint queue, nint memory, uint blocking, ulong flags, nuint offset, nuint bytes, uint waitCount, nint* waitFor, nint* done,
        out int status);

    [LibraryImport(Library, EntryPoint = "clEnqueueUnmapMemObject")]
    public static partial int EnqueueUnmapMemObject(nint queue, nint memory, void* host, uint waitCount, nint* waitFor, nint* done);

    [LibraryImport(Library, EntryPoint = "clWaitForEvents")]
    public static partial int WaitForEvents(uint count, nint* events);

    [LibraryImport(Library, EntryPoint = "clReleaseEvent")]
    public static partial int ReleaseEvent(nint happening);

    [LibraryImport(Library, EntryPoint = "clFlush")]
    public static partial int Flush(nint queue);

    [LibraryImport(Library, EntryPoint = "clFinish")]
    public static partial int Finish(nint queue);
}
