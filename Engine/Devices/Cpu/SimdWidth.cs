using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>
/// The width in bits that kernels run in. The environment variable <c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c> or
/// <c>DOTNET_EnableHWIntrinsic=0</c> takes the wider ones away.
/// </summary>
internal static class SimdWidth
{
    public static int Bits => Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    public static string Describe() =>
        Avx512F.IsSupported ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vector instructions";
}
