using System.Runtime.InteropServices;
using System.Text;
using static GanFromScratch.Engine.Devices.Cuda.NvrtcLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// Compiles CUDA C for the driver: machine code for the exact GPU (CUBIN) or, for a GPU newer than the compiler, intermediate code for
/// the newest architecture it supports (PTX), which the driver compiles further.
/// </summary>
/// <param name="architecture">The GPU's architecture, 86 for compute capability 8.6.</param>
/// <param name="isBinary">CUBIN, not PTX.</param>
internal sealed unsafe class NvrtcCompiler(int architecture, bool isBinary)
{
    // a·b + c stays two roundings unless a kernel calls fma, and nothing is approximate: the same bits as on every other device. Most of
    // these, except the first, are the default, but they are explicit, since the results depend on them.
    private static readonly string[] Options =
        ["--fmad=false", "--prec-div=true", "--prec-sqrt=true", "--ftz=false", "--std=c++17", "--disable-warnings"];

    private readonly string[] options = [$"--gpu-architecture={(isBinary ? "sm" : "compute")}_{architecture}", .. Options];

    /// <summary>Everything that the image depends on besides the source and the compiler's version.</summary>
    public string Identity => string.Join(' ', options);

    /// <summary>
    /// The compiler for a GPU: the newest of the <paramref name="supported"/> architectures that is not newer than the GPU. Null if there
    /// is none, because the compiler no longer supports the GPU.
    /// </summary>
    public static NvrtcCompiler? For(int architecture, ReadOnlySpan<int> supported)
    {
        int best = 0;
        foreach (int candidate in supported)
        {
            if (candidate <= architecture)
                best = Math.Max(best, candidate);
        }

        return best == 0 ? null : new NvrtcCompiler(best, isBinary: best == architecture);
    }

    /// <summary>Compiles a program.</summary>
    /// <param name="name">The source's name in the log.</param>
    /// <param name="source">CUDA C.</param>
    /// <param name="log">The compiler's messages.</param>
    /// <returns>The image; null if the source has errors.</returns>
    public byte[]? Compile(string name, string source, out string log)
    {
        Check(nvrtcCreateProgram(out nint program, source, name, 0, null, null));
        try
        {
            int result = Run(program);
            log = Log(program);
            if (result == CompilationError)
                return null;
            if (result != 0)
                throw Failure(result, log);
            return isBinary ? Cubin(program) : Ptx(program);
        }
        finally
        {
            _ = nvrtcDestroyProgram(ref program);
        }
    }

    private static byte[] Cubin(nint program)
    {
        Check(nvrtcGetCUBINSize(program, out nuint size));
        byte[] image = new byte[size];
        fixed (byte* bytes = image)
            Check(nvrtcGetCUBIN(program, bytes));
        return image;
    }

    private static byte[] Ptx(nint program)
    {
        Check(nvrtcGetPTXSize(program, out nuint size));
        byte[] image = new byte[size];
        fixed (byte* bytes = image)
            Check(nvrtcGetPTX(program, bytes));
        return image;
    }

    private static string Log(nint program)
    {
        Check(nvrtcGetProgramLogSize(program, out nuint size));
        byte[] log = new byte[size + 1];
        fixed (byte* bytes = log)
            Check(nvrtcGetProgramLog(program, bytes));
        return Encoding.UTF8.GetString(log).TrimEnd('\0', '\n');
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw Failure(result, "");
    }

    private static InvalidOperationException Failure(int result, string log) => new(
        $"NVRTC cannot compile here: {Marshal.PtrToStringUTF8((nint)nvrtcGetErrorString(result))}{(log.Length == 0 ? "" : $", {log}")}. It "
        + $"needs its library of builtin functions (nvrtc-builtins) of the same version in the same folder; installing the CUDA toolkit "
        + $"again mends that.");

    private int Run(nint program)
    {
        byte** list = stackalloc byte*[options.Length];
        try
        {
            for (int i = 0; i < options.Length; i++)
                list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(options[i]);
            return nvrtcCompileProgram(program, options.Length, list);
        }
        finally
        {
            for (int i = 0; i < options.Length; i++)
                Marshal.FreeCoTaskMem((nint)list[i]);
        }
    }
}
