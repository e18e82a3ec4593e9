using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Simt;

/// <summary>
/// Loop unrolling, per loop: it makes a register tile two to three times as fast, and some shared-memory loops much slower.
/// </summary>
public static class Loop
{
    /// <summary>
    /// Unrolls the loop with this bound: <c>for (int r = 0; r &lt; Loop.Unroll(8); r++)</c>. The bound must be constant.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Unroll(int bound) => bound;
}
