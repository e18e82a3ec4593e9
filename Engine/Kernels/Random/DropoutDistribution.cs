using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// 0 with probability p, else 1/(1 − p): a mask whose mean is 1. Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014.
/// </summary>
public readonly struct DropoutDistribution : IDistribution
{
    private readonly float probability;
    private readonly float kept;

    /// <exception cref="InputException">p is outside of [0, 1].</exception>
    public DropoutDistribution(float probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new InputException($"A dropout probability must lie in [0, 1], got {probability}.");
        this.probability = probability;
        // With p = 1 every number is below p, so the scale of kept numbers is never used; it only must not be infinite.
        kept = probability < 1 ? 1 / (1 - probability) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Draw<V>(ref V a, ref V b, ref V c, ref V d)
        where V : IExactArithmetic<V>
    {
        a = Mask(a);
        b = Mask(b);
        c = Mask(c);
        d = Mask(d);
    }

    private V Mask<V>(V u)
        where V : IExactArithmetic<V> =>
        V.Select(V.GreaterOrEqual(u, V.Like(u, probability)), V.Like(u, kept), V.Like(u, 0));
}
