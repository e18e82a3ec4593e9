using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// Elementary functions of floats: polynomials after range reduction, accurate to a few units in the last place. They are generic over
/// any arithmetic that can decompose a float, so that registers of lanes and the items of SIMT kernels compute the same.
/// Coefficients from S. L. Moshier's Cephes library (expf, logf, tanhf).
/// They contain no loop, so tiered compilation would first compile them without optimization, twenty times slower; the attribute prevents
/// that.
/// </summary>
internal static class LaneMath
{
    /// <summary>
    /// eˣ = 2ⁿ · eʳ with n = round(x / ln 2), |r| ≤ ln2 / 2. ln 2 is subtracted in two parts, the first exact in few bits, so that r
    /// keeps its last places. 2ⁿ is applied in two halves, so that results overflow to ∞ and underflow through the subnormals correctly.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Exp<V>(V x)
        where V : IExactArithmetic<V>
    {
        V bounded = V.Min(V.Max(x, V.Like(x, -104)), V.Like(x, 89));
        V n = V.Round(bounded * 1.44269504088896341);
        V r = V.MultiplyAdd(n, V.Like(x, -0.693359375), bounded);
        r = V.MultiplyAdd(n, V.Like(x, 2.12194440e-4), r);
        V p = V.Like(x, 1.9875691500e-4);
        p = Next(p, r, 1.3981999507e-3);
        p = Next(p, r, 8.3334519073e-3);
        p = Next(p, r, 4.1665795894e-2);
        p = Next(p, r, 1.6666665459e-1);
        p = Next(p, r, 5.0000001201e-1);
        p = V.MultiplyAdd(p, r * r, r + 1);
        V half = V.Round(n * 0.5);
        V y = p * V.PowerOfTwo(half) * V.PowerOfTwo(n - half);
        return V.Select(V.Equal(x, x), y, x);
    }

    /// <summary>
    /// With t = tanh(x/2): eˣ − 1 = 2t / (1 − t), which has no cancellation near 0; away from 0 plain subtraction is exact enough.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Expm1<V>(V x)
        where V : IExactArithmetic<V>
    {
        V half = Tanh(x * 0.5);
        return V.Select(V.Greater(V.Like(x, 1), V.Abs(x)), half * 2 / (1 - half), Exp(x) - 1);
    }

    /// <summary>
    /// ln x = ln m + e·ln 2 with x = m·2ᵉ and m brought into [√½, √2). Subnormals are scaled up first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Log<V>(V x)
        where V : IExactArithmetic<V>
    {
        V zero = V.Like(x, 0), tiny = V.Greater(V.Like(x, 1.17549435e-38), x);
        V m = V.Split(V.Select(tiny, x * 8388608, x), out V e);
        e = V.Select(tiny, e - 23, e);
        V below = V.Greater(V.Like(x, 0.707106781186547524), m);
        e = V.Select(below, e - 1, e);
        m = V.Select(below, m + m, m) - 1;
        V square = m * m;
        V p = V.Like(x, 7.0376836292e-2);
        p = Next(p, m, -1.1514610310e-1);
        p = Next(p, m, 1.1676998740e-1);
        p = Next(p, m, -1.2420140846e-1);
        p = Next(p, m, 1.4249322787e-1);
        p = Next(p, m, -1.6668057665e-1);
        p = Next(p, m, 2.0000714765e-1);
        p = Next(p, m, -2.4999993993e-1);
        p = Next(p, m, 3.3333331174e-1);
        V y = p * m * square;
        y = V.MultiplyAdd(e, V.Like(x, -2.12194440e-4), y);
        y = V.MultiplyAdd(square, V.Like(x, -0.5), y);
        y = V.MultiplyAdd(e, V.Like(x, 0.693359375), m + y);
        y = V.Select(V.Equal(x, zero), V.Like(x, float.NegativeInfinity), y);
        y = V.Select(V.Equal(x, V.Like(x, float.PositiveInfinity)), x, y);
        return V.Select(V.GreaterOrEqual(x, zero), y, V.Like(x, float.NaN));
    }

    /// <summary>ln(1 + x): the logarithm of the rounded sum, and a term that puts back what the rounding lost (Kahan).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Log1p<V>(V x)
        where V : IExactArithmetic<V>
    {
        V sum = x + 1;
        V y = Log(sum) - ((sum - 1 - x) / sum);
        y = V.Select(V.Equal(sum, V.Like(x, 1)), x, y);
        // At −1 and at ∞ the correction is 0/0 or ∞ − ∞; the logarithm alone is right there.
        return V.Select(
            V.Equal(sum, V.Like(x, 0)), V.Like(x, float.NegativeInfinity), V.Select(V.Equal(x, V.Like(x, float.PositiveInfinity)), x, y));
    }

    /// <summary>Of |x|, with the sign of x: an odd polynomial below 0.625, beyond it 1 − 2/(e^{2|x|} + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Tanh<V>(V x)
        where V : IExactArithmetic<V>
    {
        V magnitude = V.Abs(x), square = x * x;
        V p = V.Like(x, -5.70498872745e-3);
        p = Next(p, square, 2.06390887954e-2);
        p = Next(p, square, -5.37397155531e-2);
        p = Next(p, square, 1.33314422036e-1);
        p = Next(p, square, -3.33332819422e-1);
        V small = V.MultiplyAdd(p * square, magnitude, magnitude);
        V large = 1 - (2 / (Exp(magnitude + magnitude) + 1));
        return V.CopySign(V.Select(V.Greater(V.Like(x, 0.625), magnitude), small, large), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Sigmoid<V>(V x)
        where V : IExactArithmetic<V>
    {
        V e = Exp(-V.Abs(x));
        return V.Select(V.Equal(x, x), V.Select(V.GreaterOrEqual(x, V.Like(x, 0)), V.Like(x, 1), e) / (e + 1), x);
    }

    /// <summary>Lane by lane through the framework: pow has many special cases, and no kernel here is limited by it.</summary>
    public static unsafe L Pow<L>(L a, L b)
        where L : unmanaged, ILanes<L>
    {
        float* y = stackalloc float[L.Count];
        for (int i = 0; i < L.Count; i++)
            y[i] = MathF.Pow(a[i], b[i]);
        return L.Load(y);
    }

    /// <summary>
    /// aᵇ = e^(b·ln |a|), with the sign of an odd b and the conventions of <see cref="Math.Pow"/>. Its relative error is that of a float
    /// times the exponent: for results near e¹⁰, ten units in the last place.
    /// </summary>
    public static V PowOf<V>(V a, V b)
        where V : IExactArithmetic<V>
    {
        V zero = V.Like(a, 0), one = V.Like(a, 1), magnitude = V.Abs(a), half = b * 0.5;
        V y = Exp(b * Log(magnitude));

        // Floats from 2²⁴ on are all even; half of an odd number is not an integer.
        V whole = V.Equal(V.Round(b), b), even = V.Equal(V.Round(half), half);
        V signed = V.Select(even, y, V.Select(whole, -y, V.Like(a, float.NaN)));
        // For −0 and −∞ every other power is a power of the magnitude.
        V infinity = V.Like(a, float.PositiveInfinity);
        V unsigned = V.Select(V.Equal(a, zero), y, V.Select(V.Equal(magnitude, infinity), y, V.Like(a, float.NaN)));
        V negative = V.Select(whole, signed, unsigned);
        // Only the reciprocal shows the sign of −0.
        y = V.Select(V.Greater(zero, V.Select(V.Equal(a, zero), one / a, a)), negative, y);
        // 1 for any other operand, even NaN, and (±1)^±∞.
        y = V.Select(V.Equal(b, zero), one, V.Select(V.Equal(a, one), one, y));
        return V.Select(V.Equal(V.Abs(b), infinity), V.Select(V.Equal(magnitude, one), one, y), y);
    }

    /// <summary>A step of Horner's scheme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Next<V>(V p, V x, double coefficient)
        where V : IExactArithmetic<V> =>
        V.MultiplyAdd(p, x, V.Like(x, coefficient));
}
