using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Softmax;

namespace GanFromScratch.Engine.Kernels.ArgMax;

/// <summary>
/// <see cref="ArgMax"/> on the CPU. An item is one outer index.
/// <list type="bullet">
/// <item>Inner = 1: first the maximum, by lanes, then the first index that holds it.</item> <item>Inner &gt; 1: a register holds
/// neighbouring columns and goes down the rows, the best index beside the best value.</item>
/// </list>
/// </summary>
internal readonly unsafe struct ArgMaxSimd(ArgMax sizes, BufferView x, BufferView y) : ISimdLaunch<ArgMaxSimd>
{
    private readonly ArgMax sizes = sizes;
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* y = CpuBuffer.Pointer(y);

    public int Items => sizes.Inner == 0 ? 0 : sizes.Outer;

    public int Grain => (int)Math.Max((1 << 14) / Math.Max((long)sizes.Length * sizes.Inner, 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int o = begin; o < end; o++)
        {
            float* source = x + ((nint)o * sizes.Length * sizes.Inner);
            if (sizes.Inner == 1)
                y[o] = Row<L>(source);
            else
                Columns<L>(source, y + ((nint)o * sizes.Inner));
        }
    }

    private int Row<L>(float* row)
        where L : unmanaged, ILanes<L>
    {
        float largest = SoftmaxSimd.Largest<L>(row, sizes.Length);
        int r = 0;
        while (row[r] != largest && !float.IsNaN(row[r]))
            r++;
        return r;
    }

    private void Columns<L>(float* source, float* target)
        where L : unmanaged, ILanes<L>
    {
        int inner = sizes.Inner, i = 0;
        for (; i <= inner - L.Count; i += L.Count)
            Down<L, Whole>(source + i, target + i, inner - i);
        if (i < inner)
            Down<L, Rest>(source + i, target + i, inner - i);
    }

    /// <summary>One register of columns.</summary>
    private void Down<L, TAccess>(float* source, float* target, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess
    {
        L best = TAccess.Load<L>(source, left), index = L.Zero;
        for (int r = 1; r < sizes.Length; r++)
        {
            L value = TAccess.Load<L>(source + ((nint)r * sizes.Inner), left), here = L.Broadcast(r);

            // Larger, or the first NaN: a number equals itself, NaN does not.
            L larger = L.Select(L.Greater(value, best), here, index);
            index = L.Select(L.Equal(value, value), larger, L.Select(L.Equal(best, best), here, index));
            best = L.Max(best, value);
        }

        TAccess.Store(index, target, left);
    }
}
