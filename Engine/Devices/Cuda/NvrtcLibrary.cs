using System.Runtime.InteropServices;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// NVIDIA's compiler for CUDA C as a library, under the names of nvrtc.h. It needs neither a driver nor a GPU. Each function returns 0 or
/// an error code; the compiler's messages are in the program's log.
/// </summary>
internal static unsafe partial class NvrtcLibrary
{
    public const string Name = "nvrtc";

    /// <summary>The source has errors; see the log.</summary>
    public const int CompilationError = 6;

    [LibraryImport(Name)]
    public static partial byte* nvrtcGetErrorString(int error);

    [LibraryImport(Name)]
    public static partial int nvrtcGetNumSupportedArchs(out int count);

    /// <summary>The architectures it compiles for, 80 for compute capability 8.0, smallest first.</summary>
    [LibraryImport(Name)]
    public static partial int nvrtcGetSupportedArchs(int* architectures);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nvrtcCreateProgram(
        out nint program, string source, string name, int headerCount, byte** headers, byte** headerNames);

    [LibraryImport(Name)]
    public static partial int nvrtcDestroyProgram(ref nint program);

    [LibraryImport(Name)]
    public static partial int nvrtcCompileProgram(nint program, int optionCount, byte** options);

    /// <summary>The size, including the final 0.</summary>
    [LibraryImport(Name)]
    public static partial int nvrtcGetProgramLogSize(nint program, out nuint bytes);

    [LibraryImport(Name)]
    public static partial int nvrtcGetProgramLog(nint program, byte* log);

    [LibraryImport(Name)]
    public static partial int nvrtcGetCUBINSize(nint program, out nuint bytes);

    [LibraryImport(Name)]
    public static partial int nvrtcGetCUBIN(nint program, byte* image);

    /// <summary>The size, including the final 0.</summary>
    [LibraryImport(Name)]
    public static partial int nvrtcGetPTXSize(nint program, out nuint bytes);

    [LibraryImport(Name)]
    public static partial int nvrtcGetPTX(nint program, byte* image);
}
