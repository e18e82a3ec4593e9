using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>
/// The widths in bits that kernels run in. The environment variable <c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c> or
/// <c>DOTNET_EnableHWIntrinsic=0</c> takes the wider ones away.
/// </summary>
internal static class SimdWidth
{
    /// <summary>What most kernels run in: the width that the framework calls accelerated.</summary>
    public static int Usual => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>
    /// What the matrix product runs in. Processors that lower their clock for 512-bit instructions are not "accelerated" to the framework,
    /// and for kernels that wait for memory that is wise; in a long chain of multiply-adds they still win.
    /// </summary>
    public static int Widest => Avx512F.IsSupported ? 512 : Usual;

    public static string Describe() => Widest switch
    {
        512 => "AVX-512",
        256 => "AVX2",
        _ => Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vector instructions",
    };
}
