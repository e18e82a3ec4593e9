using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using GanFromScratch.Engine.Devices.Simt;
using static GanFromScratch.Engine.Devices.Cuda.CudaLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// The parts of CUDA on this machine: driver, compiler, GPUs, and a reason for each part that cannot be used. Detected once per process,
/// without opening any GPU, so it is quick.
/// </summary>
internal sealed unsafe class CudaInstallation
{
    // The oldest versions with all features used here: stream capture; machine code directly from NVRTC; Maxwell.
    private const int OldestArchitecture = 50;
    private static readonly Version OldestDriver = new(11, 0), OldestCompiler = new(11, 2);

    private static readonly Lock Gate = new();
    private static CudaInstallation? current;

    /// <param name="driverFiles">Files to try for the driver's library.</param>
    /// <param name="compilerFiles">Files to try for NVRTC.</param>
    internal CudaInstallation(IEnumerable<string> driverFiles, IEnumerable<string> compilerFiles)
    {
        Refused = StartDriver(driverFiles);
        if (Refused != null)
            return;
        string? noCompiler = StartCompiler(compilerFiles, out int[] architectures);
        try
        {
            CudaResult.Check(cuDeviceGetCount(out int count));
            Gpus = [.. Enumerable.Range(0, count).Select(i => Inspect(i, noCompiler, architectures))];
        }
        catch (InvalidOperationException error)
        {
            Refused = $"the GPUs cannot be listed: {error.Message.TrimEnd('.')}";
        }
    }

    /// <summary>This machine's; tests set another, or null to have it looked up again.</summary>
    [AllowNull]
    public static CudaInstallation Current
    {
        get
        {
            lock (Gate)
                return current ??= new CudaInstallation(DriverFiles, NvrtcSearch.Files());
        }

        internal set
        {
            lock (Gate)
                current = value;
        }
    }

    /// <summary>The reason why there are no GPUs; null if there are.</summary>
    public string? Refused { get; }

    public IReadOnlyList<CudaGpu> Gpus { get; } = [];

    /// <summary>The newest CUDA version that the driver supports.</summary>
    public Version DriverVersion { get; private set; } = new();

    public Version CompilerVersion { get; private set; } = new();

    private static string[] DriverFiles => OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1"];

    private string? StartDriver(IEnumerable<string> files)
    {
        string? file = files.FirstOrDefault(f => NativeLibrary.TryLoad(f, out _));
        if (file == null)
            return $"{files.First()} was not found: no NVIDIA driver is installed";
        NativeLibraries.Register(Name, file);
        try
        {
            int result = cuDriverGetVersion(out int version);
            if (result == CudaResult.Success)
            {
                DriverVersion = new Version(version / 1000, version % 1000 / 10);
                if (DriverVersion < OldestDriver)
                    return $"the NVIDIA driver supports CUDA {DriverVersion} at most and {OldestDriver} is needed: update the driver";
                result = cuInit(0);
            }

            return result switch
            {
                CudaResult.Success => null,
                CudaResult.NoDevice => "the NVIDIA driver sees no GPU; if there is one, check whether CUDA_VISIBLE_DEVICES hides it",
                CudaResult.SystemDriverMismatch => "the NVIDIA driver and its library are of different versions: restart the computer",
                _ => $"the NVIDIA driver does not start: {CudaResult.Describe(result)}",
            };
        }
        catch (EntryPointNotFoundException error)
        {
            return $"{file} is not a complete NVIDIA driver: {error.Message.TrimEnd('.')}";
        }
    }

    private string? StartCompiler(IEnumerable<string> files, out int[] architectures)
    {
        architectures = [];
        string? unfit = null;
        foreach (string file in files)
        {
            if (!NativeLibrary.TryLoad(file, out nint library))
                continue;
            Version? version = CompilerVersionOf(library);
            if (version == null || version < OldestCompiler)
            {
                unfit ??= $"NVRTC {version} ({file}) is too old: install that of CUDA toolkit {DriverVersion.Major}";
            }
            else if (version.Major > DriverVersion.Major)
            {
                // Within a major version an older driver runs code of a newer compiler, across major versions it does not.
                unfit ??=
                    $"NVRTC {version} ({file}) is newer than the NVIDIA driver, which supports CUDA {DriverVersion} at most: update the "
                    + $"driver, or install the NVRTC of CUDA toolkit {DriverVersion.Major}";
            }
            else
            {
                CompilerVersion = version;
                NativeLibraries.Register(NvrtcLibrary.Name, file);
                // NVRTC opens its builtins by file name alone; in a folder that the loader does not search it finds them only if they are
                // already loaded.
                if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
                    _ = NativeLibrary.TryLoad(Path.Combine(folder, NvrtcSearch.Builtins(version)), out _);
                architectures = CompilerArchitectures();
                return null;
            }

            NativeLibrary.Free(library);
        }

        return unfit
            ?? $"NVRTC, NVIDIA's compiler library, was not found; looked in {NvrtcSearch.Places}: install the CUDA "
            + $"toolkit {DriverVersion.Major} (its part nvrtc is enough) or the Python package "
            + $"{NvrtcSearch.PythonPackage(DriverVersion.Major)}, or set CUDA_PATH to where it is";
    }

    // Queried from the loaded file itself, before it is chosen: the bindings keep the first file that they were used with.
    private static Version? CompilerVersionOf(nint library)
    {
        int major = 0, minor = 0;
        return NativeLibrary.TryGetExport(library, "nvrtcVersion", out nint function)
            && ((delegate* unmanaged<int*, int*, int>)function)(&major, &minor) == 0
            ? new Version(major, minor)
            : null;
    }

    private static int[] CompilerArchitectures()
    {
        if (NvrtcLibrary.nvrtcGetNumSupportedArchs(out int count) != 0)
            return [];
        int[] architectures = new int[count];
        fixed (int* first = architectures)
            return NvrtcLibrary.nvrtcGetSupportedArchs(first) == 0 ? architectures : [];
    }

    private CudaGpu Inspect(int index, string? noCompiler, int[] architectures)
    {
        CudaResult.Check(cuDeviceGet(out int handle, index));
        const int length = 256;
        byte* name = stackalloc byte[length];
        CudaResult.Check(cuDeviceGetName(name, length, handle));
        CudaResult.Check(cuDeviceTotalMem(out nuint bytes, handle));
        var gpu = new CudaGpu(
            index,
            handle,
            Marshal.PtrToStringUTF8((nint)name)!,
            (long)bytes,
            (10 * Attribute(handle, CapabilityMajor)) + Attribute(handle, CapabilityMinor),
            Attribute(handle, MultiprocessorCount));
        NvrtcCompiler? compiler = NvrtcCompiler.For(gpu.Architecture, architectures);
        string? refused =
            gpu.Architecture < OldestArchitecture
                ? $"it is too old, compute capability {OldestArchitecture / 10}.{OldestArchitecture % 10} is needed"
            : Attribute(handle, ComputeMode) == ComputeModeProhibited
                ? "its compute mode forbids programs to use it: nvidia-smi -c DEFAULT allows them"
            : null;
        string? withoutC = refused
            ?? noCompiler
            ?? (compiler == null ? $"NVRTC {CompilerVersion} no longer compiles for it: install the NVRTC of an older CUDA toolkit" : null);
        return gpu with { Compilers = new CompilerChoice(refused, withoutC), Compiler = withoutC == null ? compiler : null };
    }

    private static int Attribute(int handle, int attribute)
    {
        CudaResult.Check(cuDeviceGetAttribute(out int value, attribute, handle));
        return value;
    }
}
