using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Simt;

/// <summary>
/// Advice about a loop, per loop: unrolling makes a register tile two to three times as fast, and ruins some shared ones.
/// </summary>
public static class Loop
{
    /// <summary>
    /// Unrolls the loop whose bound this is: <c>for (int r = 0; r &lt; Loop.Unroll(8); r++)</c>. The bound must be constant.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Unroll(int bound) => bound;
}
