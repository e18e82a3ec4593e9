using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

// The counterpart of Conv2dWeightGradientSimt.cs for a processor behind OpenCL:
//
//   Panels   8 × 32 weights in vector registers    For each position (image, y, x): two registers of packed columns, and eight numbers,
//                                                   each broadcast, for 16 FMAs. The rows' operand is not packed into patches: in an x with
//                                                   a border of zeros, each weight (c, ky, kx) reads for position (oy, ox) at a fixed
//                                                   distance from what it reads for (0, 0). So no patch is copied (implicit
//                                                   GEMM).
//
// The border costs products with zeros (a tenth of 14 × 14 pixels with a kernel of 3), less than the tails of its rows would.

/// <summary><see cref="Conv2dWeightGradient"/> on a processor behind OpenCL.</summary>
[VersionsOf("Conv2dWeightGradient")]
internal static partial class Conv2dWeightGradientPanelsSimt
{
    private const int Rows = WeightPanels.Rows, Columns = WeightPanels.Columns, Vector = 16, Vectors = Columns / Vector,
    MostTiles = WeightPanels.MostTiles;

    public static KernelVersions<Conv2dWeightGradientLaunch> Processor() => KernelVersions<Conv2dWeightGradientLaunch>.Ladder([
        new("Panels", "8 × 32 weights in vector registers", static (device, in work) =>
            Run(device, work.Sizes.Forward, work.Sizes.Accumulate, work.X, work.Dy, work.Dw))]);

    internal static void Run(SimtDevice device, Conv2d sizes, bool accumulate, BufferView x, BufferView dy, BufferView dw)
    {
        var conv = new WeightGradientGeometry(sizes, accumulate);
        var panels = new WeightPanels(sizes, device.Traits.ComputeUnits);
        int bordered = Device.LengthOf(
            (long)sizes.N * sizes.C * panels.BorderedH * panels.BorderedW), packed = panels.ColumnLength(sizes.N);
        DeviceBuffer borderBuffer = device.Rent(bordered), columnBuffer = device.Rent(packed);
        BufferView border = new(borderBuffer, 0, bordered), columns = new(columnBuffer, 0, packed);
        Border(device, Division.Share(device, sizes.N * sizes.C, panels.BorderedH * panels.BorderedW), x, border, conv, panels);
        int units = sizes.Options.Groups * panels.ColumnPanels * sizes.N;
        PackColumns(device, Division.Share(device, units, panels.ColumnImage), panels.ByWeight ? dy : border, columns, conv, panels);
        Panels(device, panels.Groups, panels.ByWeight ? border : dy, columns, dw, conv, panels);
        borderBuffer.Release();
        columnBuffer.Release();
    }

    /// <summary>A unit is a channel of an image.</summary>
    [Kernel(GroupSize = 1)]
    internal static void Border(ArrayView<float> x, ArrayView<float> target, WeightGradientGeometry conv, WeightPanels p)
    {
        // Pixels of a row within these bounds belong to the image.
        int begin = Math.Min(conv.PaddingLeft, p.BorderedW), end = Math.Min(conv.PaddingLeft + conv.W, p.BorderedW);
        for (int unit = Grid.IdxX; unit < conv.N * conv.C; unit += Grid.DimX)
        {
            for (int y = 0; y < p.BorderedH; y++)
            {
                int to = ((unit * p.BorderedH) + y) * p.BorderedW, iy = y - conv.PaddingTop;
                int from = (((unit * conv.H) + iy) * conv.W) - conv.PaddingLeft;
                bool inside = iy >= 0 && iy < conv.H;
                int first = inside ? begin : p.BorderedW, last = inside ? end : p.BorderedW;
                for (int i = 0; i < first; i++)
                    target[to + i] = 0;
                for (int i = first; i < last; i++)
                    target[to + i] = x[from + i];
                for (int i = last; i < p.BorderedW; i++)
                    target[to + i] = 0;
            }
        }
    }

    /// <summary>
    /// [group] [panel] [n] [pixel] [channel]: a unit is an image of a panel. Channels that are missing from the last panel repeat the
    /// last one: they must be finite numbers, and their results are discarded.
    /// </summary>
    [Kernel(GroupSize = 1)]
    internal static void PackColumns(ArrayView<float> source, ArrayView<float> target, WeightGradientGeometry conv, WeightPanels p)
    {
        int groups = conv.O / conv.GroupO, units = groups * p.ColumnPanels * conv.N;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int n = unit % conv.N, panel = unit / conv.N, group = panel / p.ColumnPanels, first = panel % p.ColumnPanels * Columns;
            int from = ((n * groups) + group) * p.ColumnLanes, last = p.ColumnLanes - 1, at = unit * p.ColumnImage;
            for (int lane = 0; lane < Columns; lane += 4)
            {
                int c0 = from + Math.Min(first + lane, last), c1 = from + Math.Min(first + lane + 1, last);
                int c2 = from + Math.Min(first + lane + 2, last), c3 = from + Math.Min(first + lane + 3, last);
                Conv2dPanelsSimt.FourLanes(
                    source, c0 * p.ColumnPixels, c1 * p.ColumnPixels, c2 * p.ColumnPixels, c3 * p.ColumnPixels, p.ColumnPixels, target,
                    at + lane, Columns);
            }
        }
    }

    /// <summary>
    /// A group has some tiles of a panel of columns. It takes images in blocks and computes all its tiles for each block, so that the
    /// packed columns come from the second-level cache; between blocks the sums are kept in an array.
    /// </summary>
    [Kernel(GroupSize = 1)]
    internal static void Panels(
        ArrayView<float> rows, ArrayView<float> columns, ArrayView<float> dw, WeightGradientGeometry conv, WeightPanels p)
    {
        ArrayView<Float16> sums = LocalMemory.Allocate<Float16>(Rows * Vectors);
        ArrayView<int> offsets = LocalMemory.Allocate<int>(Rows);
        ArrayView<float> tiles = LocalMemory.Allocate<float>(MostTiles * Rows * Columns);
        int first = Grid.IdxX % p.Runs * p.TilesAGroup, last = Math.Min(p.Tiles, first + p.TilesAGroup);
        int panel = Grid.IdxX / p.Runs, group = panel / p.ColumnPanels, column = panel % p.ColumnPanels * Columns;
        for (int i = 0; i < (last - first) * Rows * Columns; i++)
            tiles[i] = 0;
        for (int n0 = 0; n0 < conv.N; n0 += p.ImagesABlock)
        {
            int lastImage = Math.Min(conv.N, n0 + p.ImagesABlock);
            for (int tile = first; tile < last; tile++)
            {
                int rowPanel = tile / p.Taps, tap = tile % p.Taps, at = (tile - first) * Rows * Columns;
                int tapAt = ((tap / conv.KW * conv.DilationH * p.BorderedW) + (tap % conv.KW * conv.DilationW)) * Columns;
                for (int r = 0; r < Loop.Unroll(Rows); r++)
                    offsets[r] = RowAt(conv, p, group, Math.Min((rowPanel * Rows) + r, p.RowLanes - 1));
                for (int t = 0; t < Loop.Unroll(Rows * Vectors); t++)
                    sums[t] = Float16.Load(tiles, at + (t * Vector));
                for (int n = n0; n < lastImage; n++)
                {
                    for (int oy = 0; oy < conv.OutH; oy++)
                    {
                        int a = (n * p.RowImage) + (oy * p.RowY), b = (((panel * conv.N) + n) * p.ColumnImage) + (oy * p.ColumnY) + tapAt;
                        for (int ox = 0; ox < conv.OutW; ox++)
                        {
                            Float16 left = Float16.Load(columns, b), right = Float16.Load(columns, b + Vector);
                            for (int r = 0; r < Loop.Unroll(Rows); r++)
                            {
                                var value = Float16.Broadcast(rows[a + offsets[r]]);
                                sums[Vectors * r] = Float16.MultiplyAdd(value, left, sums[Vectors * r]);
                                sums[(Vectors * r) + 1] = Float16.MultiplyAdd(value, right, sums[(Vectors * r) + 1]);
                            }

                            a += p.RowX;
                            b += p.ColumnX;
                        }
                    }
                }

                for (int t = 0; t < Loop.Unroll(Rows * Vectors); t++)
                    Float16.Store(tiles, at + (t * Vector), sums[t]);
            }
        }

        for (int tile = first; tile < last; tile++)
            Deliver(tiles, (tile - first) * Rows * Columns, dw, conv, p, group, tile / p.Taps * Rows, tile % p.Taps, column);
    }

    /// <summary>Offset of the pixel that a row of the tile reads at the first position of the first image.</summary>
    private static int RowAt(WeightGradientGeometry conv, WeightPanels p, int group, int row)
    {
        int at = ((group * conv.GroupO) + row) * conv.OutH * conv.OutW;
        if (p.ByWeight)
        {
            int c = row / conv.Taps, tap = row % conv.Taps;
            at = (((group * conv.GroupC) + c) * p.BorderedH * p.BorderedW) + (
                tap / conv.KW * conv.DilationH * p.BorderedW) + (tap % conv.KW * conv.DilationW);
        }

        return at;
    }

    /// <summary>Stores a tile's weights: those of a row are one channel's weights, or the taps of a pair of channels, apart.</summary>
    private static void Deliver(
        ArrayView<float> tiles, int at, ArrayView<float> dw, WeightGradientGeometry conv, WeightPanels p, int group, int row, int tap,
        int column)
    {
        int height = Math.Min(Rows, p.RowLanes - row), width = Math.Min(Columns, p.ColumnLanes - column), output = group * conv.GroupO;
        int to = p.ByWeight ? ((output + column) * conv.Weights) + row : ((output + row) * conv.Weights) + (column * conv.Taps) + tap;
        int rowDistance = p.ByWeight ? 1 : conv.Weights, columnDistance = p.ByWeight ? conv.Weights : conv.Taps;
        for (int c = 0; c < width; c++)
        {
            for (int r = 0; r < height; r++)
            {
                int place = to + (r * rowDistance) + (c * columnDistance);
                float sum = tiles[at + (r * Columns) + c];
                dw[place] = conv.Accumulate ? dw[place] + sum : sum;
            }
        }
    }
}
