using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>
/// The vector widths of kernels, in bits. The environment variable <c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c> or
/// <c>DOTNET_EnableHWIntrinsic=0</c> disables the wider ones.
/// </summary>
internal static class SimdWidth
{
    /// <summary>The width of most kernels: the one that the framework calls accelerated.</summary>
    public static int Usual => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>
    /// The width of the matrix product. The framework does not call processors "accelerated" that lower their clock for 512-bit
    /// instructions. For memory-bound kernels that is right; in a long chain of multiply-adds 512 bits are still faster.
    /// </summary>
    public static int Widest => Avx512F.IsSupported ? 512 : Usual;

    /// <summary>The widths that a device may be limited to.</summary>
    public static readonly int[] Limits = [128, 256, 512];

    /// <param name="limit">The device's limit in bits.</param>
    public static string Describe(int limit = int.MaxValue) => Math.Min(Widest, limit) switch
    {
        512 => "AVX-512",
        256 => "AVX2",
        _ => Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vector instructions",
    };
}
