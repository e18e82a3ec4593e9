using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>
/// How one item on a processor makes one number of a run of neighbours: <see cref="Lanes"/> running totals side by side. Their loop is
/// unrolled, the compiler keeps them in vector registers, and an addition need not wait for the one before it. Folded at the end, always
/// in the same order.
/// </summary>
internal static class RunFold
{
    /// <summary>Running totals: one register of AVX-512, two of AVX2.</summary>
    public const int Lanes = 16;

    /// <summary>So many numbers are added up in one go; such totals of a longer run in a <see cref="Cascade"/>.</summary>
    public const int Leaf = 32 * Lanes;

    /// <summary>⊕ x[begin + i] for i below <paramref name="count"/>.</summary>
    public static float Of<TReduction>(ArrayView<float> x, int begin, int count)
        where TReduction : unmanaged, IReduction
    {
        if (count <= Leaf)
            return LeafOf<TReduction>(x, begin, count);
        Cascade total = Cascade.Empty<TReduction>();
        for (int i = 0; i < count; i += Leaf)
            total = Cascade.Add<TReduction>(total, LeafOf<TReduction>(x, begin + i, Math.Min(Leaf, count - i)));
        return Cascade.Total<TReduction>(total);
    }

    /// <summary>Σ f(x[begin + i], y[begin + i]) for i below <paramref name="count"/>.</summary>
    /// <param name="shift">What <typeparamref name="TTerm"/> takes off x; a mean.</param>
    public static float Sum<TTerm>(ArrayView<float> x, ArrayView<float> y, float shift, int begin, int count)
        where TTerm : unmanaged, IRunTerm
    {
        if (count <= Leaf)
            return LeafSum<TTerm>(x, y, shift, begin, count);
        Cascade total = Cascade.Empty<SumReduction>();
        for (int i = 0; i < count; i += Leaf)
            total = Cascade.Add<SumReduction>(total, LeafSum<TTerm>(x, y, shift, begin + i, Math.Min(Leaf, count - i)));
        return Cascade.Total<SumReduction>(total);
    }

    private static float LeafOf<TReduction>(ArrayView<float> x, int begin, int count)
        where TReduction : unmanaged, IReduction
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(Lanes);
        for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
            totals[lane] = (float)TReduction.Start;
        int i = 0;
        for (; i + Lanes <= count; i += Lanes)
        {
            for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
                totals[lane] = TReduction.Combine<Lane>(totals[lane], x[begin + i + lane]).Value;
        }

        float total = (float)TReduction.Start;
        for (int lane = 0; lane < Lanes; lane++)
            total = TReduction.Combine<Lane>(total, totals[lane]).Value;
        for (; i < count; i++)
            total = TReduction.Combine<Lane>(total, x[begin + i]).Value;
        return total;
    }

    private static float LeafSum<TTerm>(ArrayView<float> x, ArrayView<float> y, float shift, int begin, int count)
        where TTerm : unmanaged, IRunTerm
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(Lanes);
        for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
            totals[lane] = 0;
        int i = 0;
        for (; i + Lanes <= count; i += Lanes)
        {
            for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
                totals[lane] += TTerm.Of(x[begin + i + lane], y[begin + i + lane], shift);
        }

        float total = 0;
        for (int lane = 0; lane < Lanes; lane++)
            total += totals[lane];
        for (; i < count; i++)
            total += TTerm.Of(x[begin + i], y[begin + i], shift);
        return total;
    }
}

/// <summary>What is summed over a run, as a type.</summary>
internal interface IRunTerm
{
    static abstract float Of(float x, float y, float shift);
}

/// <summary>x·y.</summary>
internal readonly struct ProductTerm : IRunTerm
{
    public static float Of(float x, float y, float shift) => x * y;
}

/// <summary>(x − shift)²; y is x again.</summary>
internal readonly struct SquareTerm : IRunTerm
{
    public static float Of(float x, float y, float shift) => (x - shift) * (x - shift);
}

/// <summary>y·(x − shift).</summary>
internal readonly struct CentredProductTerm : IRunTerm
{
    public static float Of(float x, float y, float shift) => y * (x - shift);
}
