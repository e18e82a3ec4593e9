using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>Linear interpolation, as torch.lerp does it.</summary>
internal static class Lerp
{
    /// <summary>
    /// a + weight·(b − a), computed from the nearer of the two: at weight 1 the result is exactly b, for any a.
    /// </summary>
    /// <param name="weight">From 0 to 1.</param>
    /// <param name="rest">1 − weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b, FloatPair weight, FloatPair rest)
        where V : IArithmetic<V> =>
        weight.Nearest < 0.5f ? a + ((b - a) * weight) : b - ((b - a) * rest);
}
