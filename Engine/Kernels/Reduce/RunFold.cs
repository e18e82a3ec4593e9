using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>
/// How one item on a processor makes one number of a run of neighbours: <see cref="Lanes"/> running totals side by side. Their loop is
/// unrolled, the compiler keeps them in vector registers, and an addition need not wait for the one before it. They are added up pairwise
/// (<see cref="PairwiseLevels"/>) and folded at the end, always in the same order.
/// </summary>
internal static class RunFold
{
    /// <summary>Running totals: one register of AVX-512, two of AVX2.</summary>
    public const int Lanes = 16;

    /// <summary>⊕ x[begin + i] for i below <paramref name="count"/>.</summary>
    public static float Of<TReduction>(ArrayView<float> x, int begin, int count)
        where TReduction : unmanaged, IReduction
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(Lanes);
        ArrayView<float> levels = LocalMemory.Allocate<float>(PairwiseLevels.Count * Lanes);
        int rows = count / Lanes, leaves = PairwiseLevels.Leaves(rows), i = begin;
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
                totals[lane] = (float)TReduction.Start;
            int end = begin + (Math.Min((leaf + 1) * PairwiseLevels.Chain, rows) * Lanes);
            for (; i < end; i += Lanes)
            {
                for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
                    totals[lane] = TReduction.Combine<Lane>(totals[lane], x[i + lane]).Value;
            }

            PairwiseLevels.Add<TReduction>(levels, totals, leaf, leaf == leaves - 1, Lanes);
        }

        float rest = (float)TReduction.Start;
        for (; i < begin + count; i++)
            rest = TReduction.Combine<Lane>(rest, x[i]).Value;
        return TReduction.Combine<Lane>(Fold<TReduction>(totals), rest).Value;
    }

    /// <summary>Σ f(x[begin + i], y[begin + i]) for i below <paramref name="count"/>.</summary>
    /// <param name="shift">What <typeparamref name="TTerm"/> takes off x; a mean.</param>
    public static float Sum<TTerm>(ArrayView<float> x, ArrayView<float> y, float shift, int begin, int count)
        where TTerm : unmanaged, IRunTerm
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(Lanes);
        ArrayView<float> levels = LocalMemory.Allocate<float>(PairwiseLevels.Count * Lanes);
        int rows = count / Lanes, leaves = PairwiseLevels.Leaves(rows), i = begin;
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
                totals[lane] = 0;
            int end = begin + (Math.Min((leaf + 1) * PairwiseLevels.Chain, rows) * Lanes);
            for (; i < end; i += Lanes)
            {
                for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
                    totals[lane] += TTerm.Of(x[i + lane], y[i + lane], shift);
            }

            PairwiseLevels.Add<SumReduction>(levels, totals, leaf, leaf == leaves - 1, Lanes);
        }

        float rest = 0;
        for (; i < begin + count; i++)
            rest += TTerm.Of(x[i], y[i], shift);
        return Fold<SumReduction>(totals) + rest;
    }

    /// <summary>The <see cref="Lanes"/> totals as one, the upper half laid onto the lower one again and again.</summary>
    public static float Fold<TReduction>(ArrayView<float> totals)
        where TReduction : unmanaged, IReduction
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
                totals[lane] = TReduction.Combine<Lane>(totals[lane], totals[lane + half]).Value;
        }

        return totals[0];
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
