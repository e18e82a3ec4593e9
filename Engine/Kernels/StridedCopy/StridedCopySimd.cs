using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.StridedCopy;

/// <summary>
/// <see cref="StridedCopy"/> on the CPU.
/// <list type="bullet">
/// <item>Row by innermost row: both sides contiguous is a block move, a source stride of 0 is a fill, anything else goes element by
/// element.</item>
/// <item>A transposition (the target is contiguous along the innermost dimension, the source along the one around it) goes tile by tile
/// (cache blocking): the cache lines that a tile's first row fetches serve all of its rows.</item>
/// </list>
/// </summary>
internal readonly unsafe struct StridedCopySimd : ISimdLaunch<StridedCopySimd>
{
    // A tile is one cache line of the source wide (16 floats), and long enough to pay for its loop. It is done in groups of 8 lines:
    // lines a power of two apart all fall into one set of the first-level cache, which holds 8 on most processors.
    private const int TileRows = 16, TileColumns = 64, Group = 8;
    private readonly BroadcastPlan plan;
    private readonly BroadcastRows rows;
    private readonly float* x;
    private readonly float* y;
    private readonly int tilesDown;
    private readonly int tilesAcross;
    private readonly bool transposition;

    public StridedCopySimd(BroadcastPlan plan, int length, BufferView x, BufferView y)
    {
        this.plan = plan;
        this.x = CpuBuffer.Pointer(x);
        this.y = CpuBuffer.Pointer(y);
        rows = new BroadcastRows(plan, length);
        transposition = plan.Outer.StrideA == 1 && plan.InnerStrideA > 1 && plan.InnerStrideB == 1;
        tilesDown = (plan.Outer.Size + TileRows - 1) / TileRows;
        tilesAcross = (plan.Inner + TileColumns - 1) / TileColumns;
        Items = !transposition ? rows.Items : length == 0 ? 0 : plan.Rows / plan.Outer.Size * tilesDown * tilesAcross;
        Grain = !transposition ? rows.Grain : 16;
    }

    public int Items { get; }

    public int Grain { get; }

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int item = begin; item < end; item++)
        {
            if (transposition)
                Tile(item);
            else
                Row(item);
        }
    }

    private void Row(int item)
    {
        int count = rows.Locate(item, out _, out int startX, out int startY), stepX = rows.StepA, stepY = rows.StepB;
        float* source = x + startX, target = y + startY;
        if (stepX == 1 && stepY == 1)
        {
            new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
        }
        else if (stepX == 0 && stepY == 1)
        {
            new Span<float>(target, count).Fill(*source);
        }
        else
        {
            for (int i = 0; i < count; i++)
                target[(nint)i * stepY] = source[(nint)i * stepX];
        }
    }

    private void Tile(int item)
    {
        int firstColumn = item % tilesAcross * TileColumns, firstRow = item / tilesAcross % tilesDown * TileRows,
        outer = item / tilesAcross / tilesDown;
        int rowCount = Math.Min(TileRows, plan.Outer.Size - firstRow), columnCount = Math.Min(TileColumns, plan.Inner - firstColumn);
        plan.Locate((outer * plan.Outer.Size) + firstRow, out int startX, out int startY);
        nint stepX = plan.InnerStrideA, stepY = plan.Outer.StrideB;
        float* source = x + startX + (firstColumn * stepX), target = y + startY + firstColumn;
        for (int c = 0; c < columnCount; c += Group, source += Group * stepX, target += Group)
        {
            int count = Math.Min(Group, columnCount - c);
            for (int r = 0; r < rowCount; r++)
                Gather(source + r, stepX, target + (r * stepY), count);
        }
    }

    private static void Gather(float* source, nint step, float* target, int count)
    {
        if (count == Group)
        {
            target[0] = source[0];
            target[1] = source[step];
            target[2] = source[2 * step];
            target[3] = source[3 * step];
            target[4] = source[4 * step];
            target[5] = source[5 * step];
            target[6] = source[6 * step];
            target[7] = source[7 * step];
            return;
        }

        for (int c = 0; c < count; c++)
            target[c] = source[c * step];
    }
}
