using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>
/// The running total of one item, kept in four: each takes sixteen totals of the one before it. No small number is added to a
/// large total, so the rounding error of thousands of additions is that of a few dozen, and everything stays in registers.
/// </summary>
internal readonly struct Cascade(float fine, float middle, float coarse, float top, int count)
{
    private const int Radix = 16;

    public float Fine { get; } = fine;

    public float Middle { get; } = middle;

    public float Coarse { get; } = coarse;

    public float Top { get; } = top;

    public int Count { get; } = count;

    public static Cascade Empty<TReduction>()
        where TReduction : unmanaged, IReduction =>
        new((float)TReduction.Start, (float)TReduction.Start, (float)TReduction.Start, (float)TReduction.Start, 0);

    /// <summary>The same with one number more.</summary>
    public static Cascade Add<TReduction>(Cascade c, float x)
        where TReduction : unmanaged, IReduction
    {
        int count = c.Count + 1;
        float start = (float)TReduction.Start, fine = TReduction.Combine<Lane>(c.Fine, x).Value;
        float middle = c.Middle, coarse = c.Coarse, top = c.Top;
        if (count % Radix == 0)
        {
            middle = TReduction.Combine<Lane>(middle, fine).Value;
            fine = start;
            if (count % (Radix * Radix) == 0)
            {
                coarse = TReduction.Combine<Lane>(coarse, middle).Value;
                middle = start;
                if (count % (Radix * Radix * Radix) == 0)
                {
                    top = TReduction.Combine<Lane>(top, coarse).Value;
                    coarse = start;
                }
            }
        }

        return new(fine, middle, coarse, top, count);
    }

    public static float Total<TReduction>(Cascade c)
        where TReduction : unmanaged, IReduction =>
        TReduction.Combine<Lane>(TReduction.Combine<Lane>(c.Top, c.Coarse), TReduction.Combine<Lane>(c.Middle, c.Fine)).Value;
}
