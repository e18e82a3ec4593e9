using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>Normal with the given mean and standard deviation; see <see cref="NormalTransform"/>.</summary>
public readonly struct NormalDistribution : IDistribution
{
    private readonly float mean;
    private readonly float deviation;

    /// <exception cref="InputException">A negative deviation, or a number that is not finite.</exception>
    public NormalDistribution(float mean, float deviation)
    {
        if (!float.IsFinite(mean) || !float.IsFinite(deviation) || deviation < 0)
            throw new InputException($"A normal distribution needs a finite mean and a finite deviation ≥ 0, got {mean} and {deviation}.");
        this.mean = mean;
        this.deviation = deviation;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Draw<V>(ref V a, ref V b, ref V c, ref V d)
        where V : IExactArithmetic<V>
    {
        NormalTransform.Apply(ref a, ref b);
        NormalTransform.Apply(ref c, ref d);
        a = Scale(a);
        b = Scale(b);
        c = Scale(c);
        d = Scale(d);
    }

    private V Scale<V>(V z)
        where V : IExactArithmetic<V> =>
        V.FusedMultiplyAdd(z, V.Like(z, deviation), V.Like(z, mean));
}
