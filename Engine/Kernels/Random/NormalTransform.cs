using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// Box–Muller transform (Box, Muller 1958): two uniform numbers become two independent standard normal ones. With u in (0, 1] and v in
/// [0, 1),
/// r = √(−2 ln u), z₀ = r·cos 2πv, z₁ = r·sin 2πv.
/// <para>
/// The same seed must give the same bits on every device, but libraries and processors differ in the last bit of logarithms, roots, sines
/// and even quotients. So all of these are written here as polynomials, in a fixed sequence of operations whose results IEEE 754 defines
/// exactly: sums, products and fused multiply-adds of floats, mantissa and exponent. Each is accurate to about two units in the last
/// place; the largest |z| is √(48 ln 2) = 5.77, the maximum for 24 random bits.
/// </para>
/// </summary>
internal static class NormalTransform
{
    private const double Tiny = 1.0 / (1L << 60);

    /// <param name="u">Uniform in [0, 1) on a grid of 2⁻²⁴; becomes z₀.</param>
    /// <param name="v">Likewise; becomes z₁.</param>
    public static void Apply<V>(ref V u, ref V v)
        where V : IExactArithmetic<V>
    {
        // 1 − u is exact on the grid, lies in (0, 1] and so has a finite logarithm. At 1 that is 0, which has no mantissa: 2⁻⁶⁰ replaces
        // it, whose root is below the rounding of any float near a mean of 1.
        V square = V.Max(Log(1 - u) * -2, V.Like(u, Tiny));
        V radius = Root(square);
        SinCos(v, out V sine, out V cosine);
        u = radius * cosine;
        v = radius * sine;
    }

    /// <summary>
    /// ln x = e·ln 2 + ln m for x = m·2ᵉ, with m brought into [√½, √2). ln 2 is added in two parts, the first exact in few bits.
    /// Polynomial: S. L. Moshier, Cephes, logf. For positive normal x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Log<V>(V x)
        where V : IExactArithmetic<V>
    {
        V m = V.Split(x, out V e), below = V.Greater(V.Like(x, 0.707106781186547524), m);
        e = V.Select(below, e - 1, e);
        m = V.Select(below, m + m, m) - 1;
        V p = V.Like(x, 7.0376836292e-2);
        p = Next(p, m, -1.1514610310e-1);
        p = Next(p, m, 1.1676998740e-1);
        p = Next(p, m, -1.2420140846e-1);
        p = Next(p, m, 1.4249322787e-1);
        p = Next(p, m, -1.6668057665e-1);
        p = Next(p, m, 2.0000714765e-1);
        p = Next(p, m, -2.4999993993e-1);
        p = Next(p, m, 3.3333331174e-1);
        V square = m * m, y = V.FusedMultiplyAdd(e, V.Like(x, -2.12194440e-4), p * m * square);
        y = V.FusedMultiplyAdd(square, V.Like(x, -0.5), y);
        return V.FusedMultiplyAdd(e, V.Like(x, 0.693359375), m + y);
    }

    /// <summary>
    /// √x = √m · 2ʰ for x = m·2²ʰ with m in [½, 2). 1/√m starts as a cubic (found by Remez's algorithm, error 0.7 %), which one Newton
    /// step improves to 7e-5; the root is then corrected by its residual m − g², to the last place. For positive normal x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Root<V>(V x)
        where V : IExactArithmetic<V>
    {
        V m = V.Split(x, out V e), h = V.Round((e * 0.5) - 0.25);
        m *= V.PowerOfTwo(e - h - h);
        V y = V.Like(x, -0.21553082);
        y = Next(y, m, 1.1013086);
        y = Next(y, m, -2.0898202);
        y = Next(y, m, 2.2007809);
        V half = y * 0.5;
        y = V.FusedMultiplyAdd(V.FusedMultiplyAdd(-(m * y), y, V.Like(x, 1)), half, y);
        V g = m * y;
        g = V.FusedMultiplyAdd(V.FusedMultiplyAdd(-g, g, m), y * 0.5, g);
        return g * V.PowerOfTwo(h);
    }

    /// <summary>
    /// sin and cos of 2πv for v in [0, 1). Range reduction to quarters: q is the nearest quarter, t in [−½, ½] the remainder, both exact.
    /// Taylor series of sin(πt/2) and cos(πt/2), whose next terms would be below 1e-9; then each quarter exchanges and negates the two
    /// accordingly.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SinCos<V>(V v, out V sine, out V cosine)
        where V : IExactArithmetic<V>
    {
        V turn = v * 4, q = V.Round(turn), t = turn - q, square = t * t;
        V s = V.Like(v, 1.6044118478735975e-4);
        s = Next(s, square, -4.681754135318687e-3);
        s = Next(s, square, 7.969262624616703e-2);
        s = Next(s, square, -6.459640975062462e-1);
        s = Next(s, square, 1.5707963267948966) * t;
        V c = V.Like(v, -2.5202042373060596e-5);
        c = Next(c, square, 9.192602748394263e-4);
        c = Next(c, square, -2.0863480763352957e-2);
        c = Next(c, square, 2.5366950790104800e-1);
        c = Next(c, square, -1.2337005501361697);
        c = Next(c, square, 1);

        // q is 0, 1, 2, 3 or 4: odd quarters exchange sine and cosine; the cosine is negative in 1 and 2, the sine in 2 and 3.
        V odd = V.Equal(V.Abs(q - 2), V.Like(v, 1)), half = V.Like(v, 0.5);
        cosine = V.Select(odd, s, c);
        sine = V.Select(odd, c, s);
        cosine = V.Select(V.Equal(V.Abs(q - 1.5), half), -cosine, cosine);
        sine = V.Select(V.Equal(V.Abs(q - 2.5), half), -sine, sine);
    }

    /// <summary>A step of Horner's scheme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Next<V>(V p, V x, double coefficient)
        where V : IExactArithmetic<V> =>
        V.FusedMultiplyAdd(p, x, V.Like(x, coefficient));
}
