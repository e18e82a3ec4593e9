using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.StridedCopy;

/// <summary>
/// <see cref="StridedCopy"/> on a GPU, or on a processor behind OpenCL. One item per element is as good as a copy if both sides are
/// contiguous along the innermost dimension, but in a transposition its reads are not coalesced. There, tiles are read along the source
/// and written along the target; on a processor a tile's first row fetches the cache lines that serve all of its rows.
/// </summary>
internal static partial class StridedCopySimt
{
    // A tile of a GPU. Its rows in shared memory are padded by one, or all numbers of a column would lie in the same bank (bank
    // conflicts).
    private const int Side = 32, Pitch = Side + 1;

    // A tile of a processor: one cache line of the source wide.
    private const int TileRows = 16, TileColumns = 64;

    // A piece of a row on a processor.
    private const int Piece = 4096;

    public static KernelVersions<StridedCopyLaunch> Gpu() => KernelVersions<StridedCopyLaunch>.Cases([
        new("Elements", "one item per element; it finds its place in both blocks by division", static (device, in work) =>
            Elements(device, Division.Groups(work.Length), work.X, work.Y, new SimtPlan(work.Plan), work.Length)),
        new("Tiles", "tiles of 32 × 32, transposed in shared memory", static (device, in work) =>
            RunTiles(device, work.Plan, work.X, work.Y),
            Fits: static (in work, _) => work.IsTransposition)]);

    public static KernelVersions<StridedCopyLaunch> Processor() => KernelVersions<StridedCopyLaunch>.Cases([
        new("RowsAlone", "one item per piece of an innermost row: a block copy where both sides are contiguous", static (device, in work) =>
            RunRows(device, work.Plan, work.X, work.Y)),
        new("TilesAlone", "tiles of 16 × 64, transposed", static (device, in work) =>
            RunTilesAlone(device, work.Plan, work.X, work.Y),
            Fits: static (in work, _) => work.IsTransposition)]);

    private static void RunTiles(SimtDevice device, in BroadcastPlan plan, BufferView x, BufferView y)
    {
        (int rows, _, int stepY) = plan.Outer;
        Tiles(device, Count(plan, Side, Side), x, y, new SimtPlan(plan), rows, stepY);
    }

    private static void RunRows(SimtDevice device, in BroadcastPlan plan, BufferView x, BufferView y)
    {
        int units = plan.Rows * Division.Groups(plan.Inner, Piece);
        RowsAlone(device, Division.Share(device, units, Math.Min(plan.Inner, Piece)), x, y, new SimtPlan(plan), units);
    }

    private static void RunTilesAlone(SimtDevice device, in BroadcastPlan plan, BufferView x, BufferView y)
    {
        (int rows, _, int stepY) = plan.Outer;
        int units = Count(plan, TileRows, TileColumns);
        TilesAlone(device, Division.Share(device, units, TileRows * TileColumns), x, y, new SimtPlan(plan), units, rows, stepY);
    }

    /// <summary>
    /// The number of tiles of a transposition: across the innermost dimension and down the one around it, for each index of the others.
    /// </summary>
    private static int Count(in BroadcastPlan plan, int tileRows, int tileColumns) =>
        plan.Rows / plan.Outer.Size * Division.Groups(plan.Outer.Size, tileRows) * Division.Groups(plan.Inner, tileColumns);

    [Kernel]
    internal static void Elements(ArrayView<float> x, ArrayView<float> y, SimtPlan plan, int length)
    {
        int i = Grid.GlobalIndex.X;
        if (i < length)
        {
            plan.LocateElement(i, out int fromX, out int toY);
            y[toY] = x[fromX];
        }
    }

    /// <summary>
    /// Groups run over tiles across the innermost dimension, then tiles down the one around it (<paramref name="rows"/> long, along which
    /// the source is contiguous and the target advances by <paramref name="stepY"/>), then what lies around both.
    /// </summary>
    [Kernel]
    internal static void Tiles(ArrayView<float> x, ArrayView<float> y, SimtPlan plan, int rows, int stepY)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(Side * Pitch);
        int across = (plan.Inner + Side - 1) / Side, down = (rows + Side - 1) / Side;
        int firstColumn = Grid.IdxX % across * Side, firstRow = Grid.IdxX / across % down * Side, batch = Grid.IdxX / across / down;
        int rowCount = Math.Min(Side, rows - firstRow), columnCount = Math.Min(Side, plan.Inner - firstColumn);
        int along = Group.IdxX % Side, first = Group.IdxX / Side, step = Group.DimX / Side;
        plan.Locate((batch * rows) + firstRow, out int startX, out int startY);
        startX += firstColumn * plan.InnerStrideA;
        startY += firstColumn;
        for (int c = first; c < columnCount; c += step)
        {
            if (along < rowCount)
                tile[(c * Pitch) + along] = x[startX + (c * plan.InnerStrideA) + along];
        }

        Group.Barrier();
        for (int r = first; r < rowCount; r += step)
        {
            if (along < columnCount)
                y[startY + (r * stepY) + along] = tile[(along * Pitch) + r];
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void RowsAlone(ArrayView<float> x, ArrayView<float> y, SimtPlan plan, int units)
    {
        int pieces = (plan.Inner + Piece - 1) / Piece, stepX = plan.InnerStrideA, stepY = plan.InnerStrideB;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int first = unit % pieces * Piece, count = Math.Min(Piece, plan.Inner - first);
            plan.Locate(unit / pieces, out int startX, out int startY);
            startX += first * stepX;
            startY += first * stepY;
            if (stepX == 1 && stepY == 1)
            {
                for (int i = 0; i < count; i++)
                    y[startY + i] = x[startX + i];
            }
            else if (stepX == 0 && stepY == 1)
            {
                float value = x[startX];
                for (int i = 0; i < count; i++)
                    y[startY + i] = value;
            }
            else
            {
                for (int i = 0; i < count; i++)
                    y[startY + (i * stepY)] = x[startX + (i * stepX)];
            }
        }
    }

    /// <summary>Units are in the order of the groups of <c>Tiles</c>.</summary>
    [Kernel(GroupSize = 1)]
    internal static void TilesAlone(ArrayView<float> x, ArrayView<float> y, SimtPlan plan, int units, int rows, int stepY)
    {
        int across = (plan.Inner + TileColumns - 1) / TileColumns, down = (rows + TileRows - 1) / TileRows, stepX = plan.InnerStrideA;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int firstColumn = unit % across * TileColumns, firstRow = unit / across % down * TileRows, batch = unit / across / down;
            int rowCount = Math.Min(TileRows, rows - firstRow), columnCount = Math.Min(TileColumns, plan.Inner - firstColumn);
            plan.Locate((batch * rows) + firstRow, out int startX, out int startY);
            startX += firstColumn * stepX;
            startY += firstColumn;
            for (int r = 0; r < rowCount; r++)
            {
                for (int c = 0; c < columnCount; c++)
                    y[startY + (r * stepY) + c] = x[startX + (c * stepX) + r];
            }
        }
    }
}
