using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>
/// <see cref="Reduce"/> on the CPU. An item is one block of the middle axis (of one outer index, and of a strip of columns where the inner
/// axis is long). A block that is alone writes the result; of several each writes to scratch memory, and <see cref="Finish"/> combines them
/// in order, in double.
/// <list type="bullet">
/// <item>Inner = 1: the block is contiguous. Four registers run side by side, so that an addition need not wait for the one before it;
/// they are folded at the end, always alike.</item>
/// <item>Inner &gt; 1: a register holds neighbouring columns and walks down the rows; nothing is folded across lanes.</item>
/// </list>
/// Within a block sums are pairwise: a running total takes at most <see cref="Chain"/> numbers, and such totals are added two by two. The
/// rounding error then grows with the logarithm of the length (Higham, "The accuracy of floating point summation", 1993).
/// </summary>
internal readonly unsafe struct ReduceSimd<TReduction> : ISimdLaunch<ReduceSimd<TReduction>>
    where TReduction : unmanaged, IReduction
{
    private const int Strip = 512;

    // Numbers that a running total takes, one after the other.
    private const int Chain = 32;
    private readonly Reduce sizes;
    private readonly float* x;
    private readonly float* y;
    private readonly float* scratch;
    private readonly int strips;

    public ReduceSimd(Reduce sizes, BufferView x, BufferView y, BufferView scratch)
    {
        this.sizes = sizes;
        this.x = CpuBuffer.Pointer(x);
        this.y = CpuBuffer.Pointer(y);
        this.scratch = CpuBuffer.Pointer(scratch);
        strips = (sizes.Inner + Strip - 1) / Strip;
    }

    public int Items => sizes.Outer * sizes.Blocks * strips;

    public int Grain => Math.Max(16384 / Math.Max(Math.Min(sizes.Length, Reduce.Block) * Math.Min(sizes.Inner, Strip), 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int item = begin; item < end; item++)
        {
            int strip = item % strips, block = item / strips % sizes.Blocks, outer = item / strips / sizes.Blocks;
            int first = block * Reduce.Block, rows = Math.Min(Reduce.Block, sizes.Length - first);
            float* source = x + ((((nint)outer * sizes.Length) + first) * sizes.Inner);
            float* target = sizes.Blocks == 1
                ? y + ((nint)outer * sizes.Inner)
                : scratch + ((((nint)outer * sizes.Blocks) + block) * sizes.Inner);
            if (sizes.Inner == 1)
            {
                float total = Row<L>(source, rows);
                if (sizes.Blocks > 1)
                    *target = total;
                else
                    Deliver(total, target);
            }
            else
            {
                int column = strip * Strip;
                Columns<L>(source + column, target + column, rows, Math.Min(Strip, sizes.Inner - column));
            }
        }
    }

    public static void Finish(in ReduceSimd<TReduction> launch) => launch.CombineBlocks();

    private void CombineBlocks()
    {
        for (int o = 0; o < sizes.Outer && sizes.Blocks > 1; o++)
        {
            for (int i = 0; i < sizes.Inner; i++)
            {
                float* partial = scratch + ((nint)o * sizes.Blocks * sizes.Inner) + i;
                Scalar<double> total = *partial;
                for (int block = 1; block < sizes.Blocks; block++)
                    total = TReduction.Combine(total, (double)partial[(nint)block * sizes.Inner]);
                Deliver(total.Value, y + ((nint)o * sizes.Inner) + i);
            }
        }
    }

    private static float Row<L>(float* source, int count)
        where L : unmanaged, ILanes<L>
    {
        int quads = count / (4 * L.Count);
        L folded = Quads<L>(source, quads);
        Scalar<float> total = (float)TReduction.Start;
        for (int lane = 0; lane < L.Count; lane++)
            total = TReduction.Combine(total, folded[lane]);
        for (int i = quads * 4 * L.Count; i < count; i++)
            total = TReduction.Combine(total, source[i]);
        return total.Value;
    }

    /// <summary>So many times four registers as one. Two sets of totals take turns.</summary>
    private static L Quads<L>(float* source, int count)
        where L : unmanaged, ILanes<L>
    {
        if (count > 2 * Chain)
        {
            int half = Half(count);
            return TReduction.Combine(Quads<L>(source, half), Quads<L>(source + (half * 4 * L.Count), count - half));
        }

        L start = L.Broadcast((float)TReduction.Start);
        L t0 = start, t1 = start, t2 = start, t3 = start, u0 = start, u1 = start, u2 = start, u3 = start;
        int i = 0;
        for (; i < count - 1; i += 2, source += 8 * L.Count)
        {
            t0 = TReduction.Combine(t0, L.Load(source));
            t1 = TReduction.Combine(t1, L.Load(source + L.Count));
            t2 = TReduction.Combine(t2, L.Load(source + (2 * L.Count)));
            t3 = TReduction.Combine(t3, L.Load(source + (3 * L.Count)));
            u0 = TReduction.Combine(u0, L.Load(source + (4 * L.Count)));
            u1 = TReduction.Combine(u1, L.Load(source + (5 * L.Count)));
            u2 = TReduction.Combine(u2, L.Load(source + (6 * L.Count)));
            u3 = TReduction.Combine(u3, L.Load(source + (7 * L.Count)));
        }

        if (i < count)
        {
            t0 = TReduction.Combine(t0, L.Load(source));
            t1 = TReduction.Combine(t1, L.Load(source + L.Count));
            t2 = TReduction.Combine(t2, L.Load(source + (2 * L.Count)));
            t3 = TReduction.Combine(t3, L.Load(source + (3 * L.Count)));
        }

        t0 = TReduction.Combine(TReduction.Combine(t0, u0), TReduction.Combine(t1, u1));
        return TReduction.Combine(t0, TReduction.Combine(TReduction.Combine(t2, u2), TReduction.Combine(t3, u3)));
    }

    private void Columns<L>(float* source, float* target, int rows, int columns)
        where L : unmanaged, ILanes<L>
    {
        int i = 0;
        for (; i <= columns - (4 * L.Count); i += 4 * L.Count)
        {
            (L t0, L t1, L t2, L t3) = DownFour<L>(source + i, rows);
            Deliver(t0, target + i, L.Count);
            Deliver(t1, target + i + L.Count, L.Count);
            Deliver(t2, target + i + (2 * L.Count), L.Count);
            Deliver(t3, target + i + (3 * L.Count), L.Count);
        }

        for (; i <= columns - L.Count; i += L.Count)
            Deliver(Down<L, Whole>(source + i, rows, columns - i), target + i, columns - i);
        if (i < columns)
            Deliver(Down<L, Rest>(source + i, rows, columns - i), target + i, columns - i);
    }

    /// <summary>Four registers of columns. Two sets of totals take turns.</summary>
    private (L T0, L T1, L T2, L T3) DownFour<L>(float* source, int rows)
        where L : unmanaged, ILanes<L>
    {
        nint stride = sizes.Inner;
        if (rows > 2 * Chain)
        {
            int half = Half(rows);
            (L a0, L a1, L a2, L a3) = DownFour<L>(source, half);
            (L b0, L b1, L b2, L b3) = DownFour<L>(source + (half * stride), rows - half);
            return (
                TReduction.Combine(a0, b0), TReduction.Combine(a1, b1), TReduction.Combine(a2, b2), TReduction.Combine(a3, b3));
        }

        L start = L.Broadcast((float)TReduction.Start);
        L t0 = start, t1 = start, t2 = start, t3 = start, u0 = start, u1 = start, u2 = start, u3 = start;
        int r = 0;
        for (; r < rows - 1; r += 2, source += 2 * stride)
        {
            t0 = TReduction.Combine(t0, L.Load(source));
            t1 = TReduction.Combine(t1, L.Load(source + L.Count));
            t2 = TReduction.Combine(t2, L.Load(source + (2 * L.Count)));
            t3 = TReduction.Combine(t3, L.Load(source + (3 * L.Count)));
            u0 = TReduction.Combine(u0, L.Load(source + stride));
            u1 = TReduction.Combine(u1, L.Load(source + stride + L.Count));
            u2 = TReduction.Combine(u2, L.Load(source + stride + (2 * L.Count)));
            u3 = TReduction.Combine(u3, L.Load(source + stride + (3 * L.Count)));
        }

        if (r < rows)
        {
            t0 = TReduction.Combine(t0, L.Load(source));
            t1 = TReduction.Combine(t1, L.Load(source + L.Count));
            t2 = TReduction.Combine(t2, L.Load(source + (2 * L.Count)));
            t3 = TReduction.Combine(t3, L.Load(source + (3 * L.Count)));
        }

        return (TReduction.Combine(t0, u0), TReduction.Combine(t1, u1), TReduction.Combine(t2, u2), TReduction.Combine(t3, u3));
    }

    /// <summary>One register of columns.</summary>
    private L Down<L, TAccess>(float* source, int rows, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess
    {
        nint stride = sizes.Inner;
        if (rows > Chain)
        {
            int half = Half(rows);
            return TReduction.Combine(
                Down<L, TAccess>(source, half, left), Down<L, TAccess>(source + (half * stride), rows - half, left));
        }

        L total = L.Broadcast((float)TReduction.Start);
        for (int r = 0; r < rows; r++)
            total = TReduction.Combine(total, TAccess.Load<L>(source + (r * stride), left));
        return total;
    }

    /// <summary>About half, in whole chains.</summary>
    private static int Half(int count) => (count + (2 * Chain) - 1) / (2 * Chain) * Chain;

    private void Deliver(double total, float* target)
    {
        float value = (float)(total / sizes.Divisor);
        *target = sizes.Accumulate ? *target + value : value;
    }

    /// <summary>A register of results: as they are if there are more blocks to combine, else divided, and perhaps added.</summary>
    private void Deliver<L>(L total, float* target, int left)
        where L : unmanaged, ILanes<L>
    {
        if (sizes.Blocks == 1)
        {
            if (sizes.Divisor != 1)
                total /= L.Broadcast(sizes.Divisor);
            if (sizes.Accumulate)
                total = PartialLanes.LoadUpTo<L>(target, left) + total;
        }

        PartialLanes.StoreUpTo(total, target, left);
    }
}
