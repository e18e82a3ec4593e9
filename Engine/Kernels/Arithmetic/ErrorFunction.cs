namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// erf by three rational approximations, accurate to about 1e-16 in double.
/// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631–637.
/// Written over any arithmetic, without branches: all three pieces are computed and one is selected.
/// </summary>
internal static class ErrorFunction
{
    // |x| ≤ 0.46875: erf x = x · A(x²)/B(x²). Highest power first.
    private static ReadOnlySpan<double> A => [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];

    private static ReadOnlySpan<double> B => [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

    // 0.46875 < |x| ≤ 4: erfc |x| = e^(−x²) · C(|x|)/D(|x|).
    private static ReadOnlySpan<double> C =>
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
        8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
    ];

    private static ReadOnlySpan<double> D =>
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];

    // |x| > 4: erfc |x| = e^(−x²)/|x| · (1/√π − x⁻² P(x⁻²)/Q(x⁻²)).
    private static ReadOnlySpan<double> P =>
    [
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4,
    ];

    private static ReadOnlySpan<double> Q =>
    [
        1, 2.56852019228982242, 1.87295284992346047, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
    ];

    public static V Erf<V>(V x)
        where V : IArithmetic<V>
    {
        V magnitude = V.Abs(x), square = x * x, decay = V.Exp(-square);
        V small = x * (Polynomial(square, A) / Polynomial(square, B));

        // Beyond 6 erf is 1 to the last bit; clamping there keeps the unused pieces finite (∞ · 0 would poison a selected value on no
        // device, but it would raise flags and hide real infinities from whoever debugs).
        V bounded = V.Min(V.Max(magnitude, V.Like(x, 0.25)), V.Like(x, 6));
        V middle = 1 - (decay * (Polynomial(bounded, C) / Polynomial(bounded, D)));
        V inverse = 1 / (bounded * bounded);
        V tail = 1 - ((decay / bounded) * (0.56418958354775628695 - (inverse * (Polynomial(inverse, P) / Polynomial(inverse, Q)))));

        V outer = V.Select(V.Greater(magnitude, V.Like(x, 4)), tail, middle);
        V signed = V.Select(V.GreaterOrEqual(x, V.Like(x, 0)), outer, -outer);
        return V.Select(V.Greater(magnitude, V.Like(x, 0.46875)), signed, small);
    }

    /// <summary>Horner's scheme, highest power first.</summary>
    private static V Polynomial<V>(V x, ReadOnlySpan<double> coefficients)
        where V : IArithmetic<V>
    {
        V sum = V.Like(x, coefficients[0]);
        for (int i = 1; i < coefficients.Length; i++)
            sum = (sum * x) + coefficients[i];
        return sum;
    }
}
