using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// How one item on a processor makes one number of a run of neighbours: <see cref="Lanes"/> running totals side by side. Their loop is
/// unrolled, the compiler keeps them in vector registers, and an addition need not wait for the one before it. Folded at the end, always
/// in the same order.
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

    /// <summary>Σ a[begin + i] · b[begin + i].</summary>
    public static float Products(ArrayView<float> a, ArrayView<float> b, int begin, int count)
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(Lanes);
        for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
            totals[lane] = 0;
        int i = 0;
        for (; i + Lanes <= count; i += Lanes)
        {
            for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
                totals[lane] += a[begin + i + lane] * b[begin + i + lane];
        }

        float total = 0;
        for (int lane = 0; lane < Lanes; lane++)
            total += totals[lane];
        for (; i < count; i++)
            total += a[begin + i] * b[begin + i];
        return total;
    }

    /// <summary>Σ (x[begin + i] − mean)².</summary>
    public static float Squares(ArrayView<float> x, float mean, int begin, int count)
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(Lanes);
        for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
            totals[lane] = 0;
        int i = 0;
        for (; i + Lanes <= count; i += Lanes)
        {
            for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
            {
                float centred = x[begin + i + lane] - mean;
                totals[lane] += centred * centred;
            }
        }

        float total = 0;
        for (int lane = 0; lane < Lanes; lane++)
            total += totals[lane];
        for (; i < count; i++)
            total += (x[begin + i] - mean) * (x[begin + i] - mean);
        return total;
    }

    /// <summary>Σ dy[begin + i] · (x[begin + i] − mean).</summary>
    public static float CentredProducts(ArrayView<float> x, ArrayView<float> dy, float mean, int begin, int count)
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(Lanes);
        for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
            totals[lane] = 0;
        int i = 0;
        for (; i + Lanes <= count; i += Lanes)
        {
            for (int lane = 0; lane < Loop.Unroll(Lanes); lane++)
                totals[lane] += dy[begin + i + lane] * (x[begin + i + lane] - mean);
        }

        float total = 0;
        for (int lane = 0; lane < Lanes; lane++)
            total += totals[lane];
        for (; i < count; i++)
            total += dy[begin + i] * (x[begin + i] - mean);
        return total;
    }
}
