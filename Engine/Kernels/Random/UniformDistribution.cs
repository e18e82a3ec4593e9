using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>Uniform in [low, high): low + (high − low)·u, and never high, which rounding could otherwise reach.</summary>
public readonly struct UniformDistribution : IDistribution
{
    private readonly float low;
    private readonly float range;
    private readonly float last;

    /// <exception cref="InputException">Not low &lt; high, or not finite.</exception>
    public UniformDistribution(float low, float high)
    {
        if (!(low < high) || !float.IsFinite(high - low))
            throw new InputException($"A uniform distribution needs finite bounds with low < high, got [{low}, {high}).");
        this.low = low;
        range = high - low;
        last = MathF.BitDecrement(high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Draw<V>(ref V a, ref V b, ref V c, ref V d)
        where V : IExactArithmetic<V>
    {
        a = Scale(a);
        b = Scale(b);
        c = Scale(c);
        d = Scale(d);
    }

    private V Scale<V>(V u)
        where V : IExactArithmetic<V> =>
        V.Min(V.FusedMultiplyAdd(u, V.Like(u, range), V.Like(u, low)), V.Like(u, last));
}
