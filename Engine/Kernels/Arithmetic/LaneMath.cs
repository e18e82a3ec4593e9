using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// Elementary functions over lanes: polynomials after a reduction of the range, a few units in the last place.
/// Coefficients from S. L. Moshier's Cephes library (expf, logf, tanhf).
/// Having no loop of their own, they would first be compiled without optimization, twenty times slower; the attribute forbids that.
/// </summary>
internal static class LaneMath
{
    /// <summary>
    /// eˣ = 2ⁿ · eʳ with n = round(x / ln 2), |r| ≤ ln2 / 2. ln 2 is subtracted in two parts, the first exact in few bits, so that r keeps
    /// its last places. 2ⁿ is applied in two halves: results then overflow to ∞ and fade through the subnormals as they should.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static L Exp<L>(L x)
        where L : unmanaged, ILanes<L>
    {
        L bounded = L.Min(L.Max(x, L.Broadcast(-104f)), L.Broadcast(89f));
        L n = L.Round(bounded * 1.44269504088896341);
        L r = L.MultiplyAdd(n, L.Broadcast(-0.693359375f), bounded);
        r = L.MultiplyAdd(n, L.Broadcast(2.12194440e-4f), r);
        L p = L.Broadcast(1.9875691500e-4f);
        p = L.MultiplyAdd(p, r, L.Broadcast(1.3981999507e-3f));
        p = L.MultiplyAdd(p, r, L.Broadcast(8.3334519073e-3f));
        p = L.MultiplyAdd(p, r, L.Broadcast(4.1665795894e-2f));
        p = L.MultiplyAdd(p, r, L.Broadcast(1.6666665459e-1f));
        p = L.MultiplyAdd(p, r, L.Broadcast(5.0000001201e-1f));
        p = L.MultiplyAdd(p, r * r, r + 1);
        L half = L.Round(n * 0.5);
        L y = p * L.PowerOfTwo(half) * L.PowerOfTwo(n - half);
        return L.Select(L.Equal(x, x), y, x);
    }

    /// <summary>With t = tanh(x/2): eˣ − 1 = 2t / (1 − t), which has no cancellation near 0; away from 0 plain subtraction is exact enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static L Expm1<L>(L x)
        where L : unmanaged, ILanes<L>
    {
        L half = Tanh(x * 0.5);
        return L.Select(L.Greater(L.Broadcast(1), L.Abs(x)), half * 2 / (1 - half), Exp(x) - 1);
    }

    /// <summary>
    /// ln x = ln m + e·ln 2 with x = m·2ᵉ and m brought into [√½, √2). Subnormals are scaled up first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static L Log<L>(L x)
        where L : unmanaged, ILanes<L>
    {
        L zero = L.Zero, tiny = L.Greater(L.Broadcast(1.17549435e-38f), x);
        L m = L.Split(L.Select(tiny, x * 8388608, x), out L e);
        e = L.Select(tiny, e - 23, e);
        L below = L.Greater(L.Broadcast(0.707106781186547524f), m);
        e = L.Select(below, e - 1, e);
        m = L.Select(below, m + m, m) - 1;
        L square = m * m;
        L p = L.Broadcast(7.0376836292e-2f);
        p = L.MultiplyAdd(p, m, L.Broadcast(-1.1514610310e-1f));
        p = L.MultiplyAdd(p, m, L.Broadcast(1.1676998740e-1f));
        p = L.MultiplyAdd(p, m, L.Broadcast(-1.2420140846e-1f));
        p = L.MultiplyAdd(p, m, L.Broadcast(1.4249322787e-1f));
        p = L.MultiplyAdd(p, m, L.Broadcast(-1.6668057665e-1f));
        p = L.MultiplyAdd(p, m, L.Broadcast(2.0000714765e-1f));
        p = L.MultiplyAdd(p, m, L.Broadcast(-2.4999993993e-1f));
        p = L.MultiplyAdd(p, m, L.Broadcast(3.3333331174e-1f));
        L y = p * m * square;
        y = L.MultiplyAdd(e, L.Broadcast(-2.12194440e-4f), y);
        y = L.MultiplyAdd(square, L.Broadcast(-0.5f), y);
        y = L.MultiplyAdd(e, L.Broadcast(0.693359375f), m + y);
        y = L.Select(L.Equal(x, zero), L.Broadcast(float.NegativeInfinity), y);
        y = L.Select(L.Equal(x, L.Broadcast(float.PositiveInfinity)), x, y);
        return L.Select(L.GreaterOrEqual(x, zero), y, L.Broadcast(float.NaN));
    }

    /// <summary>ln(1 + x): the logarithm of the rounded sum, and a term that puts back what the rounding lost (Kahan).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static L Log1p<L>(L x)
        where L : unmanaged, ILanes<L>
    {
        L sum = x + 1;
        L y = Log(sum) - ((sum - 1 - x) / sum);
        y = L.Select(L.Equal(sum, L.Broadcast(1)), x, y);
        // At −1 and at ∞ the correction is 0/0 or ∞ − ∞; the logarithm alone is right there.
        return L.Select(L.Equal(sum, L.Zero), L.Broadcast(float.NegativeInfinity), L.Select(L.Equal(x, L.Broadcast(float.PositiveInfinity)), x, y));
    }

    /// <summary>An odd polynomial for |x| &lt; 0.625; beyond it 1 − 2/(e^{2|x|} + 1) with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static L Tanh<L>(L x)
        where L : unmanaged, ILanes<L>
    {
        L magnitude = L.Abs(x), square = x * x;
        L p = L.Broadcast(-5.70498872745e-3f);
        p = L.MultiplyAdd(p, square, L.Broadcast(2.06390887954e-2f));
        p = L.MultiplyAdd(p, square, L.Broadcast(-5.37397155531e-2f));
        p = L.MultiplyAdd(p, square, L.Broadcast(1.33314422036e-1f));
        p = L.MultiplyAdd(p, square, L.Broadcast(-3.33332819422e-1f));
        L small = L.MultiplyAdd(p * square, x, x);
        L large = 1 - (2 / (Exp(magnitude + magnitude) + 1));
        large = L.Select(L.GreaterOrEqual(x, L.Zero), large, -large);
        return L.Select(L.Greater(L.Broadcast(0.625f), magnitude), small, L.Select(L.Equal(x, x), large, x));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static L Sigmoid<L>(L x)
        where L : unmanaged, ILanes<L>
    {
        L e = Exp(-L.Abs(x));
        return L.Select(L.Equal(x, x), L.Select(L.GreaterOrEqual(x, L.Zero), L.Broadcast(1), e) / (e + 1), x);
    }

    /// <summary>Lane by lane through the framework: the special cases of pow are many and no kernel here waits for it.</summary>
    public static unsafe L Pow<L>(L a, L b)
        where L : unmanaged, ILanes<L>
    {
        float* y = stackalloc float[L.Count];
        for (int i = 0; i < L.Count; i++)
            y[i] = MathF.Pow(a[i], b[i]);
        return L.Load(y);
    }
}
