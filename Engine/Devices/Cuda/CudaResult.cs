using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>The driver's error codes: their names, and the exceptions they become.</summary>
internal static unsafe class CudaResult
{
    public const int Success = 0, OutOfMemory = 2, NoDevice = 100, SystemDriverMismatch = 803;

    /// <summary>
    /// Throws unless <paramref name="result"/> is 0. The message names the driver's function, taken from the call expression.
    /// </summary>
    public static void Check(int result, [CallerArgumentExpression(nameof(result))] string call = "")
    {
        if (result != Success)
            throw Exception(result, call);
    }

    /// <summary><c>CUDA_ERROR_ILLEGAL_ADDRESS (an illegal memory access was encountered)</c>.</summary>
    public static string Describe(int result)
    {
        string name = CudaLibrary.cuGetErrorName(result, out byte* text) == Success
            ? Marshal.PtrToStringUTF8((nint)text)!
            : $"error {result}";
        return CudaLibrary.cuGetErrorString(result, out text) == Success ? $"{name} ({Marshal.PtrToStringUTF8((nint)text)})" : name;
    }

    private static InvalidOperationException Exception(int result, string call)
    {
        int end = call.IndexOf('(', StringComparison.Ordinal);
        string function = call[(call.LastIndexOf('.', end < 0 ? call.Length - 1 : end) + 1)..(end < 0 ? call.Length : end)];
        return new InvalidOperationException(
            IsKernelFault(result)
                ? $"A kernel on the GPU failed with {Describe(result)}, noticed in {function}; after that the driver runs "
                + "nothing more in this process. Run the program again with GAN_CHECKED=1: every launch is then checked, and the "
                + "one at fault is named with its line."
                : $"The CUDA driver answers {function} with {Describe(result)}.");
    }

    // A kernel's error is reported by the next call, whatever it is, and persists: illegal address, assertion, stack error, illegal
    // instruction, misaligned address, address space, program counter, and the general failure.
    private static bool IsKernelFault(int result) => result is 700 or 710 or (>= 714 and <= 719);
}
