using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

// The ladder for GPUs. The one for processors behind OpenCL is in Conv2dPanelsSimt.cs. To run it:
//   dotnet run -c Release --project Benchmarks -- kernels time conv2d --device opencl
//
//   Element        one item per element           Two loads for every FMA: a pixel, which neighbours read too, and a weight, which all
//                                                 read.
//   SharedTile     one group per 16 channels      Implicit GEMM, target channels by target pixels: the patches (im2col) are never
//                  × 16 pixels                    stored in memory but gathered into a shared-memory tile, 16 of their numbers at a
//                                                 time.
//   RegisterTile   R × R sums per item            4 × 4 sums for 8 loads from shared memory. The position in the patch is incremented
//                                                 instead of divided out, and weights are packed for coalesced access.
//
// The product's depth is (ky, kx, source channel), its columns are (image, y, x). With a stride the transpose has one product for each
// class of pixels (PixelClass), since only pixels of one class have the same taps: 1/4 of the taps each with a stride of 2. The zeros
// that a stride inserts between the pixels are neither stored nor multiplied.
//
// S. Chetlur et al., "cuDNN: Efficient Primitives for Deep Learning" (2014), which gathers patches in the same way.

/// <summary><see cref="Conv2d"/> and its transpose, <see cref="Conv2dInputGradient"/>, on a GPU.</summary>
internal static partial class Conv2dSimt
{
    /// <summary>A group of 256 items is a square with this side, which is also the depth of a tile.</summary>
    private const int Side = 16;

    // Padding against bank conflicts: see MatMulSimt.
    private const int Padding = 4;

    // With fewer target channels than this most of a tile would be empty.
    private const int FewRows = 4;

    /// <summary>
    /// The ladder. The best tile is the largest one that the target channels fill and that still gives every multiprocessor a tile.
    /// </summary>
    public static KernelVersions<TLaunch> Gpu<TLaunch, TActivation>()
        where TLaunch : struct, IConvolutionLaunch<TActivation>
        where TActivation : unmanaged, IUnaryFormula => KernelVersions<TLaunch>.Ladder([
        new("Element", "one item per pixel of a channel", static (device, in work) =>
        {
            (Conv2dGeometry conv, TapAxis axisY, TapAxis axisX) = GeometryOf<TLaunch, TActivation>(work);
            Element(
                device, Division.Groups(conv.Length), work.Source, work.Weights, work.Bias, work.Target, conv, axisY, axisX,
                work.Activation);
        }),
        new("SharedTile", "16 channels × 16 pixels in shared memory, patches gathered there", static (device, in work) =>
        {
            (Conv2dGeometry conv, TapAxis axisY, TapAxis axisX) = GeometryOf<TLaunch, TActivation>(work);
            SharedTile(
                device, Blocks(conv, axisY, axisX, Side), work.Source, work.Weights, work.Bias, work.Target, conv, axisY, axisX,
                work.Activation);
        },
            Pays: static (in work, _) => Conv2dSides.Of(work.Sizes, TLaunch.IsTransposed).TargetC >= FewRows),
        Registers<Tile2, TLaunch, TActivation>(),
        Registers<Tile4, TLaunch, TActivation>()]);

    private static KernelVersion<TLaunch> Registers<TTile, TLaunch, TActivation>()
        where TTile : unmanaged, ISquareTile
        where TLaunch : struct, IConvolutionLaunch<TActivation>
        where TActivation : unmanaged, IUnaryFormula => new(
        $"RegisterTile<{typeof(TTile).Name}>", $"a tile in registers too: {TTile.Size} × {TTile.Size} an item, weights packed",
        static (device, in work) =>
        {
            (Conv2dGeometry conv, TapAxis axisY, TapAxis axisX) = GeometryOf<TLaunch, TActivation>(work);
            RunTiles<TTile, TActivation>(
                device, conv, axisY, axisX, work.Source, work.Weights, work.Bias, work.Target, work.Activation);
        },
        Pays: static (in work, traits) =>
        {
            // More target channels than half a tile has.
            (Conv2dGeometry conv, TapAxis axisY, TapAxis axisX) = GeometryOf<TLaunch, TActivation>(work);
            int block = Side * TTile.Size;
            return conv.TargetC > block / 2 && Blocks(conv, axisY, axisX, block) >= traits.ComputeUnits;
        });

    private static (Conv2dGeometry Conv, TapAxis Y, TapAxis X) GeometryOf<TLaunch, TActivation>(in TLaunch work)
        where TLaunch : struct, IConvolutionLaunch<TActivation>
        where TActivation : unmanaged, IUnaryFormula
    {
        (TapAxis axisY, TapAxis axisX) = Conv2dSides.Of(work.Sizes, TLaunch.IsTransposed).Axes(work.Sizes);
        return (new Conv2dGeometry(work.Sizes, TLaunch.IsTransposed), axisY, axisX);
    }

    /// <summary>Number of tiles with that side that cover the products of all groups and classes.</summary>
    internal static int Blocks(Conv2dGeometry conv, TapAxis axisY, TapAxis axisX, int side) =>
        conv.Groups * axisY.Classes * axisX.Classes * Division.Groups(conv.TargetC, side) * Division.Groups(
            PixelClass.Columns(conv, axisY, axisX), side);

    /// <summary>Packs the weights, and computes.</summary>
    internal static void RunTiles<TTile, TActivation>(
        SimtDevice device, Conv2dGeometry conv, TapAxis axisY, TapAxis axisX,
        BufferView source, BufferView weights, BufferView? bias, BufferView target, TActivation activation)
        where TTile : unmanaged, ISquareTile
        where TActivation : unmanaged, IUnaryFormula
    {
        int block = Side * TTile.Size, length = Device.LengthOf(
            (long)conv.Groups * Division.Groups(conv.TargetC, block) * conv.Taps * conv.SourceC * block);
        DeviceBuffer buffer = device.Rent(length);
        var packed = new BufferView(buffer, 0, length);
        PackWeights(device, Division.Groups(length), weights, packed, conv, block);
        RegisterTile<TTile, TActivation>(
            device, Blocks(conv, axisY, axisX, block), source, packed, bias, target, conv, axisY, axisX, activation);
        buffer.Release();
    }

    [Kernel]
    internal static void Element<TActivation>(
        ArrayView<float> source, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> target,
        Conv2dGeometry conv, TapAxis axisY, TapAxis axisX, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        int index = Grid.GlobalIndex.X;
        if (index < target.IntLength)
        {
            int line = index / conv.TargetW, image = line / conv.TargetH, channels = conv.Groups * conv.TargetC;
            int n = image / channels, channel = image % channels, group = channel / conv.TargetC, row = channel % conv.TargetC;
            TapRange y = axisY.Of(line % conv.TargetH), x = axisX.Of(index % conv.TargetW);
            float sum = 0;
            for (int c = 0; c < conv.SourceC; c++)
            {
                int pixels = conv.SourceAt(n, group, c), taps = conv.WeightsAt(group, row, c);
                for (int i = 0; i < y.Count; i++)
                {
                    int from = pixels + ((y.Pixel + (i * y.PixelStep)) * conv.SourceW) + x.Pixel;
                    int weight = taps + ((y.First + (i * y.TapStep)) * conv.KW) + x.First;
                    for (int j = 0; j < x.Count; j++)
                        sum = MathF.FusedMultiplyAdd(source[from + (j * x.PixelStep)], weights[weight + (j * x.TapStep)], sum);
                }
            }

            Deliver(target, bias, index, channel, sum, activation);
        }
    }

    [Kernel]
    internal static void SharedTile<TActivation>(
        ArrayView<float> source, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> target,
        Conv2dGeometry conv, TapAxis axisY, TapAxis axisX, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(Side * (Side + 1));
        ArrayView<float> tileB = SharedMemory.Allocate<float>(Side * (Side + 1));
        int down = (conv.TargetC + Side - 1) / Side, across = (PixelClass.Columns(conv, axisY, axisX) + Side - 1) / Side;
        int row0 = Grid.IdxX % down * Side, column0 = Grid.IdxX / down % across * Side, classes = axisY.Classes * axisX.Classes;
        int group = Grid.IdxX / down / across / classes;
        var pixels = new PixelClass(conv, axisY, axisX, Grid.IdxX / down / across % classes);
        int upper = Group.IdxX / Side, lower = Group.IdxX % Side, K = pixels.K(conv);

        // This item loads the patch of column (lower) and a weight of row (upper), and computes row (upper) of column (lower).
        int row = row0 + upper, column = column0 + lower, n = pixels.Image(column);
        int sourceY = pixels.SourceY(column, axisY), sourceX = pixels.SourceX(column, axisX);
        float sum = 0;
        for (int k0 = 0; k0 < K; k0 += Side)
        {
            float weight = 0, value = 0;
            if (k0 + lower < K && row < conv.TargetC)
            {
                int k = k0 + lower, c = k % conv.SourceC, tap = k / conv.SourceC, tapY = tap / pixels.TapsX, tapX = tap % pixels.TapsX;
                weight = weights[
                    conv.WeightsAt(group, row, c) + pixels.FirstTap + (tapY * axisY.TapStep * conv.KW) + (tapX * axisX.TapStep)];
            }

            if (k0 + upper < K && n < conv.N)
            {
                int k = k0 + upper, c = k % conv.SourceC, tap = k / conv.SourceC;
                int y = sourceY + (tap / pixels.TapsX * axisY.PixelStep), x = sourceX + (tap % pixels.TapsX * axisX.PixelStep);
                if (y >= 0 && y < axisY.Pixels && x >= 0 && x < axisX.Pixels)
                    value = source[conv.SourceAt(n, group, c) + (y * conv.SourceW) + x];
            }

            tileA[(lower * (Side + 1)) + upper] = weight;
            tileB[(upper * (Side + 1)) + lower] = value;
            Group.Barrier();
            for (int k = 0; k < Loop.Unroll(Side); k++)
                sum = MathF.FusedMultiplyAdd(tileA[(k * (Side + 1)) + upper], tileB[(k * (Side + 1)) + lower], sum);
            Group.Barrier();
        }

        int targetY = pixels.TargetY(column, axisY), targetX = pixels.TargetX(column, axisX);
        if (row < conv.TargetC && n < conv.N && targetY < conv.TargetH && targetX < conv.TargetW)
            Deliver(
                target, bias, conv.TargetAt(n, group, row) + (targetY * conv.TargetW) + targetX, (group * conv.TargetC) + row, sum,
                activation);
    }

    /// <summary>Weights as [group] [panel of rows] [ky] [kx] [source channel] [row], 0 where the last panel has no row.</summary>
    [Kernel]
    internal static void PackWeights(ArrayView<float> weights, ArrayView<float> target, Conv2dGeometry conv, int block)
    {
        int index = Grid.GlobalIndex.X;
        if (index < target.IntLength)
        {
            int rest = index / block, c = rest % conv.SourceC, tap = rest / conv.SourceC % conv.Taps;
            int panel = rest / conv.SourceC / conv.Taps;
            int panels = (conv.TargetC + block - 1) / block, row = (panel % panels * block) + (index % block);
            float value = 0;
            if (row < conv.TargetC)
                value = weights[conv.WeightsAt(panel / panels, row, c) + tap];
            target[index] = value;
        }
    }

    [Kernel]
    internal static void RegisterTile<TTile, TActivation>(
        ArrayView<float> source, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> target,
        Conv2dGeometry conv, TapAxis axisY, TapAxis axisX, TActivation activation)
        where TTile : unmanaged, ISquareTile
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        ArrayView<float> tileB = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        Sums4 sums = default;
        int block = Side * TTile.Size, pitch = block + Padding, down = (conv.TargetC + block - 1) / block;
        int across = (PixelClass.Columns(conv, axisY, axisX) + block - 1) / block, classes = axisY.Classes * axisX.Classes;
        int panel = Grid.IdxX % down, column0 = Grid.IdxX / down % across * block, group = Grid.IdxX / down / across / classes;
        var pixels = new PixelClass(conv, axisY, axisX, Grid.IdxX / down / across % classes);
        int K = pixels.K(conv), panelAt = ((group * down) + panel) * conv.Taps * conv.SourceC * block;

        // For both tiles an item always loads the same lane (a row of one, a column of the other), and every apart-th k.
        int lane = Group.IdxX % block, first = Group.IdxX / block, apart = Group.DimX / block;
        int column = column0 + lane, n = pixels.Image(column), image = conv.SourceAt(n, group, 0);
        int sourceY = pixels.SourceY(column, axisY), sourceX = pixels.SourceX(column, axisX);

        // The position in the patch is incremented with carries: a division takes as long as twenty FMAs.
        int c = first, tapY = 0, tapX = 0;
        while (c >= conv.SourceC)
        {
            c -= conv.SourceC;
            tapX++;
            if (tapX == pixels.TapsX)
            {
                tapX = 0;
                tapY++;
            }
        }

        int itemRow = Group.IdxX / Side * TTile.Size, itemColumn = Group.IdxX % Side * TTile.Size;
        for (int k0 = 0; k0 < K; k0 += Side)
        {
            for (int k = first; k < Side; k += apart)
            {
                float weight = 0, value = 0;
                if (tapY < pixels.TapsY)
                {
                    int tap = pixels.FirstTap + (tapY * axisY.TapStep * conv.KW) + (tapX * axisX.TapStep);
                    weight = weights[panelAt + (((tap * conv.SourceC) + c) * block) + lane];
                    int y = sourceY + (tapY * axisY.PixelStep), x = sourceX + (tapX * axisX.PixelStep);
                    if (n < conv.N && y >= 0 && y < axisY.Pixels && x >= 0 && x < axisX.Pixels)
                        value = source[image + (c * conv.SourcePixels) + (y * conv.SourceW) + x];
                }

                tileA[(k * pitch) + lane] = weight;
                tileB[(k * pitch) + lane] = value;
                c += apart;
                while (c >= conv.SourceC)
                {
                    c -= conv.SourceC;
                    tapX++;
                    if (tapX == pixels.TapsX)
                    {
                        tapX = 0;
                        tapY++;
                    }
                }
            }

            Group.Barrier();
            for (int k = 0; k < Side; k++)
            {
                Float4 fromA = SquareTile.Load<TTile>(tileA, (k * pitch) + itemRow), fromB = SquareTile.Load<TTile>(
                    tileB, (k * pitch) + itemColumn);
                sums = TTile.MultiplyAdd(fromA, fromB, sums);
            }

            Group.Barrier();
        }

        for (int t = 0; t < Loop.Unroll(TTile.Size); t++)
        {
            int mine = column0 + itemColumn + t, of = pixels.Image(mine), targetY = pixels.TargetY(mine, axisY),
            targetX = pixels.TargetX(mine, axisX);
            bool exists = of < conv.N && targetY < conv.TargetH && targetX < conv.TargetW;
            for (int r = 0; r < Loop.Unroll(TTile.Size); r++)
            {
                int row = (panel * block) + itemRow + r;
                if (exists && row < conv.TargetC)
                {
                    int at = conv.TargetAt(of, group, row) + (targetY * conv.TargetW) + targetX;
                    Deliver(target, bias, at, (group * conv.TargetC) + row, sums.At(r, t), activation);
                }
            }
        }
    }

    /// <summary>The epilogue: stores a sum with bias and activation.</summary>
    private static void Deliver<TActivation>(
        ArrayView<float> target, ArrayView<float> bias, int at, int channel, float sum, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (bias.IntLength > 0)
            sum += bias[channel];
        target[at] = activation.Value<Lane>(sum).Value;
    }
}
