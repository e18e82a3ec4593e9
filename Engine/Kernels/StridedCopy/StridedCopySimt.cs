using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.StridedCopy;

// The ladder:
// 1  Elements    An item an element, which finds its place in both blocks by division. As good as a copy where both sides run along the
//                innermost dimension; a transposition reads one number of each stretch of memory it fetches.
// 2  Tiles       A transposition by tiles of 32×32: read along the source, turned in shared memory, written along the target.
// 3  RowsAlone   For a processor: an item a piece of an innermost row; both sides contiguous is a block move, a still source a fill.
// 4  TilesAlone  For a processor: a transposition by tiles of 16×64, whose first row brings the cache lines that serve all rows.

/// <summary><see cref="StridedCopy"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class StridedCopySimt
{
    // A tile of a GPU. Its rows in shared memory are one longer, or all numbers of a column would lie in the same bank and wait for each
    // other.
    private const int Side = 32, Pitch = Side + 1;

    // A tile of a processor: one cache line of the source wide.
    private const int TileRows = 16, TileColumns = 64;

    // A piece of a row on a processor.
    private const int Piece = 4096;

    public static void Run(SimtDevice device, in BroadcastPlan plan, int length, BufferView x, BufferView y)
    {
        var walk = new SimtPlan(plan);
        (int rows, int stepX, int stepY) = plan.Outer;
        bool transposition = stepX == 1 && plan.InnerStrideA > 1 && plan.InnerStrideB == 1 && length > 0;
        int batches = plan.Rows / Math.Max(rows, 1);
        if (device.Traits.IsProcessor && transposition)
        {
            int units = batches * Division.Groups(rows, TileRows) * Division.Groups(plan.Inner, TileColumns);
            TilesAlone(device, Division.Share(device, units, TileRows * TileColumns), x, y, walk, units, rows, stepY);
        }
        else if (device.Traits.IsProcessor)
        {
            int units = length == 0 ? 0 : plan.Rows * Division.Groups(plan.Inner, Piece);
            RowsAlone(device, Division.Share(device, units, Math.Min(plan.Inner, Piece)), x, y, walk, units);
        }
        else if (transposition && rows > 1)
        {
            Tiles(device, batches * Division.Groups(rows, Side) * Division.Groups(plan.Inner, Side), x, y, walk, rows, stepY);
        }
        else
        {
            Elements(device, Division.Groups(length), x, y, walk, length);
        }
    }

    [Kernel(1, "an item an element")]
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
    [Kernel(2, "tiles of 32×32 turned in shared memory")]
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

    [Kernel(3, "an item a piece of a row", GroupSize = 1)]
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

    /// <summary>Units run as the groups of <c>Tiles</c> do.</summary>
    [Kernel(4, "an item a tile of 16×64", GroupSize = 1)]
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
