using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

// A convolution as an implicit GEMM: the matrix of patches is never stored. The ladder, 64 → 128 channels, 14 × 14, kernel 5, stride 2,
// batch 64:
//
//   1  seven loops                       Conv2dReference.
//   2  im2col: patches copied            each pixel is copied as often as a kernel covers it: 6 times here, and 16 % of it are zeros.
//   3  images side by side               this struct: nothing is copied twice, no zero is multiplied.
//
// A register holds one pixel of one channel in 16 images (two registers, 32 images, are a tile's columns; its rows are 12 channels of the
// target). All images of a tile read the same pixel, so all of them have the same taps inside the image. Padding and, in a transposed
// convolution, the pixels between which a stride jumps are skipped, not multiplied by. A pixel is packed once, for any number of taps
// that read it:
//
//   packed source   [32 images] [group] [y] [x] [channel] [image]       k runs over channels: 2 vectors, 128 bytes each
//   packed weights  [group] [12 target channels] [ky] [kx] [channel] [target channel]
//
// For one target pixel and one tap (ky, kx) the channels are contiguous in both, and where neighbouring taps meet neighbouring pixels the
// runs join. The tile goes from run to run with its sums in registers (StridedSum). Each sum runs over ky, kx and channels in ascending
// order, in one chain of fused multiply-adds, for any number of threads.
//
// The result is stored as [channel] [pixel] [image], gets bias and activation there (the epilogue), and is transposed into its place.

/// <summary>
/// The code that <see cref="Conv2dSimd{TActivation}"/> and <see cref="Conv2dInputGradientSimd{TActivation}"/> share: target = f(Σ source
/// · weights + bias). The two differ in which taps meet which pixels (<see cref="TapRange"/>) and in the layout of the weights. Two
/// phases: packing, then tiles; the first must be complete before the second begins.
/// </summary>
internal readonly unsafe struct Conv2dTiles<TActivation>
    where TActivation : unmanaged, IUnaryFormula
{
    public const int Phases = 2;

    // Target pixels for which a panel of weights is used before the next panel: 16 keep some rows of the source (about a megabyte) in L2
    // while all weights are read.
    private const int Pixels = 16;
    private const int PanelRows = Conv2dSides.PanelRows;

    private readonly Conv2d sizes;
    private readonly bool packing;
    private readonly int N, groups, targetC, sourceC, sourceH, sourceW, targetH, targetW, chunks, panels;
    private readonly Conv2dSides sides;
    private readonly PackedImages images;
    private readonly float* source, weights, bias, target, packedWeights;
    private readonly TActivation activation;

    public Conv2dTiles(
        Conv2d sizes, bool transposed, int phase, BufferView source, BufferView weights, BufferView? bias, BufferView target,
        BufferView scratch, TActivation activation)
    {
        this.sizes = sizes;
        packing = phase == 0;
        (N, groups) = (sizes.N, sizes.Options.Groups);
        sides = Conv2dSides.Of(sizes, transposed);
        (targetC, sourceC, sourceH, sourceW, targetH, targetW, _) = sides;
        chunks = ((targetH * targetW) + Pixels - 1) / Pixels;
        panels = sides.Panels;
        this.source = CpuBuffer.Pointer(source);
        this.weights = CpuBuffer.Pointer(weights);
        this.bias = bias is BufferView channels ? CpuBuffer.Pointer(channels) : null;
        this.target = CpuBuffer.Pointer(target);
        float* packed = CpuBuffer.Pointer(scratch);
        images = new PackedImages(packed, N, groups, sourceC, sourceH * sourceW);
        packedWeights = packed + PackedImages.Length(N, groups * sourceC, sourceH * sourceW);
        this.activation = activation;
    }

    public int Items => N == 0 || targetH * targetW == 0 ? 0
        : packing ? images.Items + (groups * panels)
        : images.Blocks * groups * chunks * panels;

    /// <summary>Less than about 10 µs of work runs on one thread.</summary>
    public int Grain => packing
        ? Math.Max(16384 / Math.Max(sourceH * sourceW * Math.Min(N, PackedImages.Block), 1), 1)
        : (int)Math.Clamp(
            500_000L / Math.Max(2L * PanelRows * PackedImages.Block * Pixels * sourceC * sizes.KH * sizes.KW, 1), 1, int.MaxValue);

    /// <summary>Floats of scratch memory: the packed source and the packed weights.</summary>
    public static int Scratch(Conv2d sizes, bool transposed) => Conv2dSides.Of(sizes, transposed).Scratch(sizes, sizes.KH * sizes.KW);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        // For few images narrower registers waste fewer lanes.
        if (L.Count > 8 && N <= 16)
            Run<Lanes256>(begin, end);
        else if (L.Count > 4 && N <= 8)
            Run<Lanes128>(begin, end);
        else if (packing)
            Pack<L>(begin, end);
        else
            Compute<L>(begin, end);
    }

    /// <summary>An item is a channel of a block of images; or, after those, a panel of weights.</summary>
    private void Pack<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int item = begin; item < end; item++)
        {
            if (item < images.Items)
                images.Pack<L>(item, source);
            else
                PackWeights<L>(item - images.Items);
        }
    }

    private void PackWeights<L>(int item)
        where L : unmanaged, ILanes<L>
    {
        (int group, int panel) = Math.DivRem(item, panels);
        int MR = MatMulTile.Rows<L>(), taps = sizes.KH * sizes.KW, first = panel * PanelRows, last = Math.Min(first + PanelRows, targetC);
        nint targetStride = (nint)(
            sides.Transposed ? 1 : sizes.GroupC) * taps, sourceStride = (nint)(sides.Transposed ? sizes.GroupC : 1) * taps;
        float* from = weights + ((nint)group * sizes.GroupO * sizes.GroupC * taps);
        for (int row = first; row < last; row += MR)
        {
            // Stored weights have a channel's taps side by side; packed weights have a tap's channels side by side.
            for (int c = 0; c < sourceC; c++)
            {
                float* source = from + (row * targetStride) + (c * sourceStride), to = PackedWeights(group, row) + ((nint)c * MR);
                Conv2dPacking.ToLanes(source, targetStride, Math.Min(MR, last - row), taps, to, MR, (nint)sourceC * MR);
            }
        }
    }

    /// <summary>An item is a panel of target channels at some pixels of a block of images; the panel index runs fastest.</summary>
    private void Compute<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>(), pixels = targetH * targetW;
        float* tiles = MatMulScratch.OfThisThread(PanelRows * Pixels * NR, 0).A;
        TapRange* tapsY = stackalloc TapRange[Pixels], tapsX = stackalloc TapRange[Pixels];
        int chunkOfTaps = -1;
        for (int item = begin; item < end; item++)
        {
            int panel = item % panels, chunk = item / panels % chunks, blockAndGroup = item / panels / chunks;
            (int block, int group) = Math.DivRem(blockAndGroup, groups);
            int firstPixel = chunk * Pixels, count = Math.Min(Pixels, pixels - firstPixel);
            if (chunk != chunkOfTaps)
                FindTaps(firstPixel, count, tapsY, tapsX);
            chunkOfTaps = chunk;
            int lastImage = Math.Min((block + 1) * PackedImages.Block, N), lastRow = Math.Min((panel + 1) * PanelRows, targetC);
            for (int n = block * PackedImages.Block; n < lastImage; n += NR)
            {
                for (int row = panel * PanelRows; row < lastRow; row += MR)
                {
                    int height = Math.Min(MR, lastRow - row), channel = (group * targetC) + row;
                    float* a = PackedWeights(group, row), b = images.At<L>(n, group);
                    for (int i = 0; i < count; i++)
                        Pixel<L>(tapsY[i], tapsX[i], height, a, b, tiles + (i * NR), count * NR, channel);
                    float* to = target + ((((nint)n * groups * targetC) + channel) * pixels) + firstPixel;
                    for (int r = 0; r < height; r++)
                        Conv2dPacking.FromLanes(
                            tiles + (r * count * NR), NR, Math.Min(NR, lastImage - n), count, to + ((nint)r * pixels),
                            (nint)groups * targetC * pixels);
                }
            }
        }
    }

    /// <summary>One target pixel of some channels in all images of a tile.</summary>
    private void Pixel<L>(TapRange y, TapRange x, int height, float* a, float* b, float* tile, nint stride, int channel)
        where L : unmanaged, ILanes<L>
    {
        int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>();
        nint tapA = (nint)sourceC * MR, pixelB = (nint)sourceC * NR;
        a += ((y.First * sizes.KW) + x.First) * tapA;
        b += ((y.Pixel * sourceW) + x.Pixel) * pixelB;
        bool joined = x.TapStep == 1 && x.PixelStep == 1;
        var sum = new StridedSum(
            K: joined ? x.Count * sourceC : sourceC,
            CountY: y.Count, AY: y.TapStep * sizes.KW * tapA, BY: y.PixelStep * sourceW * pixelB,
            CountX: joined ? 1 : x.Count, AX: x.TapStep * tapA, BX: x.PixelStep * pixelB);
        Conv2dTile.Run<L>(height, sum, a, b, tile, stride, add: false);
        if (bias == null && typeof(TActivation) == typeof(Identity))
            return;
        for (int r = 0; r < height; r++, tile += stride)
        {
            L left = L.Load(tile), right = L.Load(tile + L.Count);
            if (bias != null)
            {
                L value = L.Broadcast(bias[channel + r]);
                left += value;
                right += value;
            }

            activation.Value(left).Store(tile);
            activation.Value(right).Store(tile + L.Count);
        }
    }

    private void FindTaps(int firstPixel, int count, TapRange* tapsY, TapRange* tapsX)
    {
        (TapAxis axisY, TapAxis axisX) = sides.Axes(sizes);
        for (int i = 0; i < count; i++)
        {
            (int y, int x) = Math.DivRem(firstPixel + i, targetW);
            (tapsY[i], tapsX[i]) = (axisY.Of(y), axisX.Of(x));
        }
    }

    private float* PackedWeights(int group, int row) =>
        packedWeights + ((((nint)group * panels * PanelRows) + row) * sourceC * sizes.KH * sizes.KW);
}
