using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// erf by three rational approximations, accurate to about 1e-16 in double.
/// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631–637.
/// Written over any arithmetic, without branches: all three pieces are computed and one is selected.
/// </summary>
internal static class ErrorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Erf<V>(V x)
        where V : IArithmetic<V>
    {
        V magnitude = V.Abs(x), square = x * x, decay = V.Exp(-square);
        V small = x * Near(square);

        // Beyond 6 erf is 1 to the last bit. Clamping there keeps the unused pieces finite (∞ · 0 would not affect a selected value on
        // any device, but it would raise flags and hide real infinities during debugging).
        V bounded = V.Min(V.Max(magnitude, V.Like(x, 0.25)), V.Like(x, 6));
        V middle = 1 - (decay * Between(bounded));
        V inverse = 1 / (bounded * bounded);
        V tail = 1 - ((decay / bounded) * (0.56418958354775628695 - (inverse * Far(inverse))));

        V outer = V.Select(V.Greater(magnitude, V.Like(x, 4)), tail, middle);
        V signed = V.Select(V.GreaterOrEqual(x, V.Like(x, 0)), outer, -outer);
        return V.Select(V.Greater(magnitude, V.Like(x, 0.46875)), signed, small);
    }

    /// <summary>|x| ≤ 0.46875: erf x = x · p(x²)/q(x²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V>(V square)
        where V : IArithmetic<V>
    {
        V p = (square * 1.85777706184603153e-1) + 3.16112374387056560;
        p = (p * square) + 1.13864154151050156e2;
        p = (p * square) + 3.77485237685302021e2;
        p = (p * square) + 3.20937758913846947e3;
        V q = square + 2.36012909523441209e1;
        q = (q * square) + 2.44024637934444173e2;
        q = (q * square) + 1.28261652607737228e3;
        q = (q * square) + 2.84423683343917062e3;
        return p / q;
    }

    /// <summary>0.46875 &lt; |x| ≤ 4: erfc |x| = e^(−x²) · p(|x|)/q(|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Between<V>(V x)
        where V : IArithmetic<V>
    {
        V p = (x * 2.15311535474403846e-8) + 5.64188496988670089e-1;
        p = (p * x) + 8.88314979438837594;
        p = (p * x) + 6.61191906371416295e1;
        p = (p * x) + 2.98635138197400131e2;
        p = (p * x) + 8.81952221241769090e2;
        p = (p * x) + 1.71204761263407058e3;
        p = (p * x) + 2.05107837782607147e3;
        p = (p * x) + 1.23033935479799725e3;
        V q = x + 1.57449261107098347e1;
        q = (q * x) + 1.17693950891312499e2;
        q = (q * x) + 5.37181101862009858e2;
        q = (q * x) + 1.62138957456669019e3;
        q = (q * x) + 3.29079923573345963e3;
        q = (q * x) + 4.36261909014324716e3;
        q = (q * x) + 3.43936767414372164e3;
        q = (q * x) + 1.23033935480374942e3;
        return p / q;
    }

    /// <summary>|x| &gt; 4: erfc |x| = e^(−x²)/|x| · (1/√π − x⁻² p(x⁻²)/q(x⁻²)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Far<V>(V inverse)
        where V : IArithmetic<V>
    {
        V p = (inverse * 1.63153871373020978e-2) + 3.05326634961232344e-1;
        p = (p * inverse) + 3.60344899949804439e-1;
        p = (p * inverse) + 1.25781726111229246e-1;
        p = (p * inverse) + 1.60837851487422766e-2;
        p = (p * inverse) + 6.58749161529837803e-4;
        V q = inverse + 2.56852019228982242;
        q = (q * inverse) + 1.87295284992346047;
        q = (q * inverse) + 5.27905102951428412e-1;
        q = (q * inverse) + 6.05183413124413191e-2;
        q = (q * inverse) + 2.33520497626869185e-3;
        return p / q;
    }
}
