using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// <see cref="Conv2dWeightGradient"/> on a processor. For one tap it is a matrix product, dw[o, c] = Σ dy[o, position] · x[c, position]
/// over all positions (n, oy, ox) where the tap meets the image. Rows of a tile are 12 output channels, its columns 32 input channels, and
/// the sum runs over positions:
/// <code>
/// packed dy   [images] [group] [12 output channels] [oy] [ox] [image] [output channel]
/// packed x    [images] [group] [32 input channels] [y] [x] [image] [input channel]
/// </code>
/// With stride 1 a row of the image is contiguous in both; otherwise the images at one position are. With few input channels (<see
/// cref="patches"/>) the roles are exchanged: the tile's columns are 32 output channels, its rows 12 of the C·KH·KW weights of each, and
/// the patches of these weights are copied (im2col), image by image.
/// <para>
/// Images are taken in blocks that stay in the second-level cache while all taps read them (cache blocking). Each sum runs over the
/// blocks in order, and in a block over oy, ox and images, on one thread.
/// </para>
/// </summary>
internal readonly unsafe struct Conv2dWeightGradientSimd : ISimdLaunch<Conv2dWeightGradientSimd>
{
    public const int Phases = 2;

    private const int PanelRows = MatMulTile.MaxRows;
    private const int PanelColumns = 32;

    // Packed x and dy of a block, in one group and one panel of each: what all taps of that panel read.
    private const int FloatsOfABlock = 192 * 1024;

    // Taps that share a pass over the packed blocks; their tiles, 1.5 KB each, lie in the second-level cache.
    private const int MostTaps = 64;

    private readonly Conv2d sizes;
    private readonly bool packing, accumulate, patches;
    private readonly int N, groups, rows, columns, rowPanels, columnPanels, taps, images, rowPixels, columnPixels;
    private readonly float* x, dy, dw, packedRows, packedColumns;

    public Conv2dWeightGradientSimd(
        Conv2d sizes, bool accumulate, int phase, BufferView x, BufferView dy, BufferView dw, BufferView scratch)
    {
        this.sizes = sizes;
        this.accumulate = accumulate;
        packing = phase == 0;
        patches = TakesPatches(sizes);
        (N, groups) = (sizes.N, sizes.Options.Groups);
        int weights = sizes.KH * sizes.KW, outputs = sizes.OutH * sizes.OutW;
        (rows, columns, taps) = patches ? (sizes.GroupC * weights, sizes.GroupO, 1) : (sizes.GroupO, sizes.GroupC, weights);
        (rowPixels, columnPixels) = (outputs, patches ? outputs : sizes.H * sizes.W);
        rowPanels = Panels(rows, PanelRows);
        columnPanels = Panels(columns, PanelColumns);
        images = patches ? 1 : Images(N, rowPixels, columnPixels);
        this.x = CpuBuffer.Pointer(x);
        this.dy = CpuBuffer.Pointer(dy);
        this.dw = CpuBuffer.Pointer(dw);
        // Columns are loaded as vectors, so they come first, at the alignment of the buffer.
        packedColumns = CpuBuffer.Pointer(scratch);
        packedRows = packedColumns + ((nint)N * groups * columnPanels * PanelColumns * columnPixels);
    }

    public static bool WantsWidest => true;

    /// <summary>Packing: an image of one panel of rows or, after those, of columns. Then: a tap of a pair of panels.</summary>
    public int Items => packing ? N * groups * (rowPanels + columnPanels) : groups * columnPanels * rowPanels * taps;

    public int Grain => packing
        ? Math.Max(16384 / Math.Max(columnPixels * PanelColumns, 1), 1)
        : (int)Math.Clamp(500_000L / Math.Max(2L * PanelRows * PanelColumns * N * rowPixels, 1), 1, int.MaxValue);

    /// <summary>Runs its phases in order.</summary>
    public static void Run(CpuDevice cpu, Conv2d sizes, bool accumulate, BufferView x, BufferView dy, BufferView dw)
    {
        if (PixelPlanes.Pay(sizes))
        {
            Conv2dWeightGradientPixels.Run(cpu, sizes, accumulate, x, dy, dw);
            return;
        }

        int length = Scratch(sizes);
        DeviceBuffer buffer = cpu.Rent(length);
        var scratch = new BufferView(buffer, 0, length);
        for (int phase = 0; phase < Phases; phase++)
            cpu.Launch(new Conv2dWeightGradientSimd(sizes, accumulate, phase, x, dy, dw, scratch));
        buffer.Release();
    }

    /// <summary>Floats of scratch memory.</summary>
    public static int Scratch(Conv2d sizes)
    {
        bool patches = TakesPatches(sizes);
        long outputs = (long)sizes.OutH * sizes.OutW;
        long rows = Panels(patches ? sizes.GroupC * sizes.KH * sizes.KW : sizes.GroupO, PanelRows) * PanelRows * outputs;
        long columns = Panels(
            patches ? sizes.GroupO : sizes.GroupC, PanelColumns) * PanelColumns * (patches ? outputs : (long)sizes.H * sizes.W);
        return Device.LengthOf(sizes.N * sizes.Options.Groups * (rows + columns));
    }

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        if (packing)
            Pack<L>(begin, end);
        else
            Compute<L>(begin, end);
    }

    /// <summary>
    /// Whether exchanged roles take sufficiently fewer tiles: they multiply by padding and copy patches, so the saving must be large.
    /// </summary>
    private static bool TakesPatches(Conv2d sizes)
    {
        int weights = sizes.KH * sizes.KW;
        long usual = (long)weights * Panels(sizes.GroupC, PanelColumns) * Panels(sizes.GroupO, PanelRows);
        long turned = (long)Panels(sizes.GroupC * weights, PanelRows) * Panels(sizes.GroupO, PanelColumns);
        return turned * 2 < usual;
    }

    private static int Panels(int lanes, int width) => (lanes + width - 1) / width;

    /// <summary>Images in a block: the fewest equal blocks that fit.</summary>
    private static int Images(int N, int rowPixels, int columnPixels)
    {
        int most = Math.Max(FloatsOfABlock / Math.Max((rowPixels * PanelRows) + (columnPixels * PanelColumns), 1), 1);
        int blocks = Math.Max((N + most - 1) / most, 1);
        return Math.Max((N + blocks - 1) / blocks, 1);
    }

    private void Pack<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int rowItems = groups * rowPanels, columnItems = groups * columnPanels, outputs = sizes.OutH * sizes.OutW;
        for (int item = begin; item < end; item++)
        {
            (int n, int panel) = Math.DivRem(item, rowItems + columnItems);
            if (panel >= rowItems)
            {
                (int group, int part) = Math.DivRem(panel - rowItems, columnPanels);
                PackColumns<L>(n, group, part * PanelColumns, patches ? dy : x);
            }
            else
            {
                (int group, int part) = Math.DivRem(panel, rowPanels);
                int MR = MatMulTile.Rows<L>(), last = Math.Min((part + 1) * PanelRows, rows);
                for (int row = part * PanelRows; row < last; row += MR)
                {
                    nint distance = (nint)ImagesWith(n) * MR;
                    float* to = Rows(n / images * images, group, row) + ((n % images) * MR);
                    if (patches)
                        CopyPatches(n, group, row, Math.Min(MR, last - row), MR, to);
                    else
                        Conv2dPacking.ToLanes(
                            dy + ((((nint)n * groups * rows) + (group * rows) + row) * outputs), outputs, Math.Min(MR, last - row), outputs,
                            to, MR, distance);
                }
            }
        }
    }

    private void PackColumns<L>(int n, int group, int first, float* source)
        where L : unmanaged, ILanes<L>
    {
        int NR = MatMulTile.Columns<L>(), last = Math.Min(first + PanelColumns, columns);
        for (int column = first; column < last; column += NR)
        {
            float* from = source + ((((nint)n * groups * columns) + (group * columns) + column) * columnPixels);
            float* to = Columns(n / images * images, group, column) + ((n % images) * NR);
            Conv2dPacking.ToLanes(from, columnPixels, Math.Min(NR, last - column), columnPixels, to, NR, (nint)ImagesWith(n) * NR);
        }
    }

    /// <summary>
    /// The pixels (or padding) of an image under the weights (c, ky, kx) from <paramref name="first"/> on, at each position.
    /// </summary>
    private void CopyPatches(int n, int group, int first, int count, int width, float* target)
    {
        Conv2dOptions options = sizes.Options;
        (int outH, int outW) = (sizes.OutH, sizes.OutW);
        for (int lane = 0; lane < width; lane++)
        {
            int weight = first + Math.Min(lane, count - 1);
            int kx = weight % sizes.KW, ky = weight / sizes.KW % sizes.KH, c = weight / sizes.KW / sizes.KH;
            float* image = x + ((((nint)n * sizes.C) + (group * sizes.GroupC) + c) * sizes.H * sizes.W), to = target + lane;
            (int begin, int end) = Met(kx * options.DilationW, options.StrideW, options.PaddingLeft, sizes.W, outW);
            for (int oy = 0; oy < outH; oy++)
            {
                int iy = (oy * options.StrideH) + (ky * options.DilationH) - options.PaddingTop;
                bool inside = (uint)iy < (uint)sizes.H;
                float* from = image + ((nint)iy * sizes.W) + (kx * options.DilationW) - options.PaddingLeft;
                for (int ox = 0; ox < outW; ox++, to += width)
                    *to = inside && ox >= begin && ox < end ? from[ox * options.StrideW] : 0;
            }
        }
    }

    /// <summary>Neighbouring taps of one pair of panels run over the blocks of images together.</summary>
    private void Compute<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int item = begin;
        while (item < end)
        {
            (int pair, int tap) = Math.DivRem(item, taps);
            int count = Math.Min(Math.Min(taps - tap, end - item), MostTaps);
            (int groupAndColumns, int rowPanel) = Math.DivRem(pair, rowPanels);
            (int group, int columnPanel) = Math.DivRem(groupAndColumns, columnPanels);
            int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>();
            int lastRow = Math.Min((rowPanel + 1) * PanelRows, rows), lastColumn = Math.Min((columnPanel + 1) * PanelColumns, columns);
            for (int row = rowPanel * PanelRows; row < lastRow; row += MR)
            {
                for (int column = columnPanel * PanelColumns; column < lastColumn; column += NR)
                    Tiles<L>(group, row, Math.Min(MR, lastRow - row), column, Math.Min(NR, lastColumn - column), tap, count);
            }

            item += count;
        }
    }

    private void Tiles<L>(int group, int row, int height, int column, int width, int firstTap, int count)
        where L : unmanaged, ILanes<L>
    {
        int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>(), size = MR * NR;
        float* tiles = MatMulScratch.OfThisThread(count * size, 0).A;
        new Span<float>(tiles, count * size).Clear();
        for (int n = 0; n < N; n += images)
        {
            float* a = Rows(n, group, row), b = Columns(n, group, column);
            for (int i = 0; i < count; i++)
                Tap<L>(firstTap + i, Math.Min(images, N - n), height, a, b, tiles + (i * size));
        }

        for (int r = 0; r < height; r++)
        {
            for (int c = 0; c < width; c++)
            {
                // A tile's element is a weight of every tap or, with patches, the one weight (column, row).
                float* tile = tiles + (r * NR) + c;
                float* to = patches
                    ? dw + ((((nint)group * columns) + column + c) * rows) + row + r
                    : dw + ((((((nint)group * rows) + row + r) * columns) + column + c) * taps) + firstTap;
                for (int i = 0; i < count; i++)
                    to[i] = accumulate ? to[i] + tile[i * size] : tile[i * size];
            }
        }
    }

    private void Tap<L>(int tap, int count, int height, float* a, float* b, float* tile)
        where L : unmanaged, ILanes<L>
    {
        int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>();
        if (patches)
        {
            Conv2dTile.Run<L>(height, StridedSum.OnePiece(rowPixels * count), a, b, tile, NR, add: true);
            return;
        }

        Conv2dOptions options = sizes.Options;
        (int ky, int kx) = Math.DivRem(tap, sizes.KW);
        (int y, int lastY) = Met(ky * options.DilationH, options.StrideH, options.PaddingTop, sizes.H, sizes.OutH);
        (int x, int lastX) = Met(kx * options.DilationW, options.StrideW, options.PaddingLeft, sizes.W, sizes.OutW);
        if (y >= lastY || x >= lastX)
            return;
        int iy = (y * options.StrideH) + (ky * options.DilationH) - options.PaddingTop;
        int ix = (x * options.StrideW) + (kx * options.DilationW) - options.PaddingLeft;
        nint pixelA = (nint)count * MR, pixelB = (nint)count * NR;
        bool joined = options.StrideW == 1;
        var sum = new StridedSum(
            K: joined ? (lastX - x) * count : count,
            CountY: lastY - y, AY: sizes.OutW * pixelA, BY: options.StrideH * sizes.W * pixelB,
            CountX: joined ? 1 : lastX - x, AX: pixelA, BX: options.StrideW * pixelB);
        Conv2dTile.Run<L>(height, sum, a + (((y * sizes.OutW) + x) * pixelA), b + (((iy * sizes.W) + ix) * pixelB), tile, NR, add: true);
    }

    /// <summary>The outputs begin ≤ i &lt; end for which a tap meets the image: 0 ≤ i·stride + offset − padding &lt; pixels.</summary>
    private static (int Begin, int End) Met(int offset, int stride, int padding, int pixels, int outputs)
    {
        int before = padding - offset, after = pixels - 1 + before;
        return (before > 0 ? (before + stride - 1) / stride : 0, after < 0 ? 0 : Math.Min(outputs, (after / stride) + 1));
    }

    /// <summary>Images in the block that holds image n.</summary>
    private int ImagesWith(int n) => Math.Min(images, N - (n / images * images));

    /// <summary>Offset of a panel; n is the first image of a block.</summary>
    private float* Rows(int n, int group, int row) =>
        packedRows + (
            (((nint)n * groups * rowPanels * PanelRows) + ((((nint)group * rowPanels * PanelRows) + row) * ImagesWith(n))) * rowPixels);

    private float* Columns(int n, int group, int column) =>
        packedColumns + (
            (
                ((nint)n * groups * columnPanels * PanelColumns) + (
                    (((nint)group * columnPanels * PanelColumns) + column) * ImagesWith(n))) * columnPixels);
}
