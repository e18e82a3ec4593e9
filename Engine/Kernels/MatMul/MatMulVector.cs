using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// Matrix-vector product y = matrix · x, for a C of one row or one column. Each element of the matrix is used once, so this is
/// memory-bound (2 operations per 4 bytes) and packing would only add traffic: the matrix is read in place, in its contiguous direction.
/// </summary>
internal static unsafe class MatMulVector
{
    /// <summary>y[begin ≤ i &lt; end]; y[i] is the sum over the matrix's steps in its lane i.</summary>
    public static void Run<L>(PanelSource matrix, float* x, float* y, int begin, int end, bool accumulate)
        where L : unmanaged, ILanes<L>
    {
        if (matrix.StepsContiguous)
            Dots<L>(matrix, x, y, begin, end, accumulate);
        else
            Sums<L>(matrix, x, y, begin, end, accumulate);
    }

    /// <summary>
    /// Each y is the dot product of a contiguous row with x: one partial sum per lane, folded at the end. Four rows at a time share the
    /// loads of x and hide the latency of the multiply-adds; at the end of the range a row may be computed twice, but it is written once.
    /// </summary>
    private static void Dots<L>(PanelSource matrix, float* x, float* y, int begin, int end, bool accumulate)
        where L : unmanaged, ILanes<L>
    {
        int K = matrix.Steps, whole = K / L.Count * L.Count, left = K - whole;
        float* sums = stackalloc float[4];
        for (int i = begin; i < end; i += 4)
        {
            int last = end - 1;
            float* r0 = matrix.Start + ((nint)i * K), r1 = matrix.Start + ((nint)Math.Min(i + 1, last) * K);
            float* r2 = matrix.Start + ((nint)Math.Min(i + 2, last) * K), r3 = matrix.Start + ((nint)Math.Min(i + 3, last) * K);
            L s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
            for (int k = 0; k < whole; k += L.Count)
            {
                L v = L.Load(x + k);
                s0 = L.MultiplyAdd(v, L.Load(r0 + k), s0);
                s1 = L.MultiplyAdd(v, L.Load(r1 + k), s1);
                s2 = L.MultiplyAdd(v, L.Load(r2 + k), s2);
                s3 = L.MultiplyAdd(v, L.Load(r3 + k), s3);
            }

            // The tail of rows and x, padded with zeros on both sides: 0 · 0 adds nothing to the other lanes.
            if (left > 0)
            {
                L v = PartialLanes.Load<L>(x + whole, left);
                s0 = L.MultiplyAdd(v, PartialLanes.Load<L>(r0 + whole, left), s0);
                s1 = L.MultiplyAdd(v, PartialLanes.Load<L>(r1 + whole, left), s1);
                s2 = L.MultiplyAdd(v, PartialLanes.Load<L>(r2 + whole, left), s2);
                s3 = L.MultiplyAdd(v, PartialLanes.Load<L>(r3 + whole, left), s3);
            }

            sums[0] = s0.Sum();
            sums[1] = s1.Sum();
            sums[2] = s2.Sum();
            sums[3] = s3.Sum();
            for (int r = 0; r < 4 && i + r < end; r++)
                y[i + r] = accumulate ? y[i + r] + sums[r] : sums[r];
        }
    }

    /// <summary>
    /// y is a sum of contiguous rows, weighted by x: each lane is one y, and four vectors of them at a time stay in registers. The last
    /// few are done vector by vector; either way the multiply-adds of an element are the same, in the order of k.
    /// </summary>
    private static void Sums<L>(PanelSource matrix, float* x, float* y, int begin, int end, bool accumulate)
        where L : unmanaged, ILanes<L>
    {
        int K = matrix.Steps, stride = matrix.Lanes, i = begin;
        for (; i + (4 * L.Count) <= end; i += 4 * L.Count)
        {
            float* row = matrix.Start + i;
            L s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
            for (int k = 0; k < K; k++, row += stride)
            {
                L v = L.Broadcast(x[k]);
                s0 = L.MultiplyAdd(v, L.Load(row), s0);
                s1 = L.MultiplyAdd(v, L.Load(row + L.Count), s1);
                s2 = L.MultiplyAdd(v, L.Load(row + (2 * L.Count)), s2);
                s3 = L.MultiplyAdd(v, L.Load(row + (3 * L.Count)), s3);
            }

            Write(s0, y + i, L.Count, accumulate);
            Write(s1, y + i + L.Count, L.Count, accumulate);
            Write(s2, y + i + (2 * L.Count), L.Count, accumulate);
            Write(s3, y + i + (3 * L.Count), L.Count, accumulate);
        }

        for (; i < end; i += L.Count)
        {
            float* row = matrix.Start + i;
            L sum = L.Zero;
            for (int k = 0; k < K; k++, row += stride)
                sum = L.MultiplyAdd(L.Broadcast(x[k]), PartialLanes.LoadUpTo<L>(row, end - i), sum);
            Write(sum, y + i, end - i, accumulate);
        }
    }

    private static void Write<L>(L sum, float* y, int left, bool accumulate)
        where L : unmanaged, ILanes<L> =>
        PartialLanes.StoreUpTo(accumulate ? PartialLanes.LoadUpTo<L>(y, left) + sum : sum, y, left);
}
