using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// Four of eight neighbours in memory: the even ones or the odd ones. Seen as four 64-bit words, the lower halves are the even ones and
/// the upper halves the odd ones. Lanes of unknown width cannot be shuffled; four can, on every processor.
/// </summary>
internal static unsafe class EveryOther
{
    /// <summary>source[0], [2], [4], [6].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Even(float* source) =>
        Vector128.Narrow(Vector128.Load((ulong*)source), Vector128.Load((ulong*)source + 2)).AsSingle();

    /// <summary>source[1], [3], [5], [7].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Odd(float* source) =>
        Vector128.Narrow(Vector128.Load((ulong*)source) >>> 32, Vector128.Load((ulong*)source + 2) >>> 32).AsSingle();
}
