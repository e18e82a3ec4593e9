using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>
/// <see cref="Reduce"/> on the CPU. An item is one block of the middle axis (of one outer index, and of a strip of columns where the inner
/// axis is long). A block that is alone writes the result; of several each writes to scratch memory, and <see cref="Finish"/> combines them
/// in order.
/// <list type="bullet">
/// <item>Inner = 1: the block is contiguous. Four registers run side by side, so that an addition need not wait for the one before it;
/// they are folded at the end, always alike.</item>
/// <item>Inner &gt; 1: a register holds neighbouring columns and walks down the rows; nothing is folded across lanes.</item>
/// </list>
/// </summary>
internal readonly unsafe struct ReduceSimd<TReduction> : ISimdLaunch
    where TReduction : unmanaged, IReduction
{
    private const int Strip = 512;
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
                *target = sizes.Blocks > 1 ? total : sizes.Accumulate ? *target + (total / sizes.Divisor) : total / sizes.Divisor;
            }
            else
            {
                int column = strip * Strip;
                Columns<L>(source + column, target + column, rows, Math.Min(Strip, sizes.Inner - column));
            }
        }
    }

    public void Finish()
    {
        for (int o = 0; o < sizes.Outer && sizes.Blocks > 1; o++)
        {
            for (int i = 0; i < sizes.Inner; i++)
            {
                float* partial = scratch + ((nint)o * sizes.Blocks * sizes.Inner) + i;
                Scalar<float> total = *partial;
                for (int block = 1; block < sizes.Blocks; block++)
                    total = TReduction.Combine(total, partial[(nint)block * sizes.Inner]);
                float* result = y + ((nint)o * sizes.Inner) + i;
                *result = sizes.Accumulate ? *result + (total.Value / sizes.Divisor) : total.Value / sizes.Divisor;
            }
        }
    }

    private static float Row<L>(float* source, int count)
        where L : unmanaged, ILanes<L>
    {
        L start = L.Broadcast((float)TReduction.Start);
        L t0 = start, t1 = start, t2 = start, t3 = start;
        int i = 0;
        for (; i <= count - (4 * L.Count); i += 4 * L.Count)
        {
            t0 = TReduction.Combine(t0, L.Load(source + i));
            t1 = TReduction.Combine(t1, L.Load(source + i + L.Count));
            t2 = TReduction.Combine(t2, L.Load(source + i + (2 * L.Count)));
            t3 = TReduction.Combine(t3, L.Load(source + i + (3 * L.Count)));
        }

        L folded = TReduction.Combine(TReduction.Combine(t0, t1), TReduction.Combine(t2, t3));
        Scalar<float> total = (float)TReduction.Start;
        for (int lane = 0; lane < L.Count; lane++)
            total = TReduction.Combine(total, folded[lane]);
        for (; i < count; i++)
            total = TReduction.Combine(total, source[i]);
        return total.Value;
    }

    private void Columns<L>(float* source, float* target, int rows, int columns)
        where L : unmanaged, ILanes<L>
    {
        L start = L.Broadcast((float)TReduction.Start);
        nint stride = sizes.Inner;
        int i = 0;
        for (; i <= columns - (4 * L.Count); i += 4 * L.Count)
        {
            L t0 = start, t1 = start, t2 = start, t3 = start;
            float* row = source + i;
            for (int r = 0; r < rows; r++, row += stride)
            {
                t0 = TReduction.Combine(t0, L.Load(row));
                t1 = TReduction.Combine(t1, L.Load(row + L.Count));
                t2 = TReduction.Combine(t2, L.Load(row + (2 * L.Count)));
                t3 = TReduction.Combine(t3, L.Load(row + (3 * L.Count)));
            }

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

    /// <summary>One register of columns.</summary>
    private L Down<L, TAccess>(float* source, int rows, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess
    {
        L total = L.Broadcast((float)TReduction.Start);
        nint stride = sizes.Inner;
        for (int r = 0; r < rows; r++)
            total = TReduction.Combine(total, TAccess.Load<L>(source + (r * stride), left));
        return total;
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
