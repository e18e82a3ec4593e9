using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

// The ladder for GPUs. The one for processors behind OpenCL is in Conv2dWeightGradientPanelsSimt.cs. To run it:
//   dotnet run -c Release --project Benchmarks -- kernels time conv2d-weight-gradient --device opencl
//
//   Element        one item per weight        Each sum runs over all output pixels of all images, thousands of terms; few weights leave
//                                             most of the GPU idle.
//   RegisterTile   R × R weights per item,    Implicit GEMM, output channels by (input channel, ky, kx), with positions (image, y, x) as
//                  split-K                    its depth; patches are gathered into shared memory as in Conv2dSimt. The product is
//                                             small and deep, so the depth is cut into parts (split-K), and each part has its own tiles.
//   Fold           one item per weight        Adds the parts in a fixed order. No atomics: the same bits every time.

/// <summary><see cref="Conv2dWeightGradient"/> on a GPU.</summary>
internal static partial class Conv2dWeightGradientSimt
{
    private const int Side = 16;

    // Padding against bank conflicts: see MatMulSimt.
    private const int Padding = 4;

    public static KernelVersions<Conv2dWeightGradientLaunch> Gpu() => KernelVersions<Conv2dWeightGradientLaunch>.Ladder([
        new("Element", "one item per weight", static (device, in work) => Element(
            device, Division.Groups(work.Dw.Length), work.X, work.Dy, work.Dw,
            new WeightGradientGeometry(work.Sizes.Forward, work.Sizes.Accumulate))),
        Registers<Tile2>(),
        Registers<Tile4>(static (in work, _) =>
        {
            // Both sides are more than half a tile.
            var conv = new WeightGradientGeometry(work.Sizes.Forward, work.Sizes.Accumulate);
            return conv.GroupO > Side * Tile2.Size && conv.Weights > Side * Tile2.Size;
        })]);

    private static KernelVersion<Conv2dWeightGradientLaunch> Registers<TTile>(VersionTest<Conv2dWeightGradientLaunch>? pays = null)
        where TTile : unmanaged, ISquareTile => new(
        $"RegisterTile<{typeof(TTile).Name}>", $"{TTile.Size} × {TTile.Size} weights an item, the long sum in parts",
        static (device, in work) => RunTiles<TTile>(
            device, new WeightGradientGeometry(work.Sizes.Forward, work.Sizes.Accumulate), work.X, work.Dy, work.Dw),
        Pays: pays);

    /// <summary>The parts, and their sum.</summary>
    internal static void RunTiles<TTile>(SimtDevice device, WeightGradientGeometry conv, BufferView x, BufferView dy, BufferView dw)
        where TTile : unmanaged, ISquareTile
    {
        int side = Side * TTile.Size, parts = conv.Parts(side), length = Device.LengthOf((long)parts * dw.Length);
        int positions = Division.Groups(Division.Groups(conv.Positions, parts), Side) * Side;
        DeviceBuffer buffer = device.Rent(length);
        var partial = new BufferView(buffer, 0, length);
        RegisterTile<TTile>(device, parts * conv.Blocks(side), x, dy, partial, conv, positions);
        Fold(device, Division.Groups(dw.Length), partial, dw, parts, conv.Accumulate);
        buffer.Release();
    }

    [Kernel]
    internal static void Element(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientGeometry conv)
    {
        int index = Grid.GlobalIndex.X;
        if (index < dw.IntLength)
        {
            int o = index / conv.Weights, weight = index % conv.Weights, c = weight / conv.Taps, tap = weight % conv.Taps;
            int channel = (o / conv.GroupO * conv.GroupC) + c, ky = tap / conv.KW, kx = tap % conv.KW;
            float sum = 0;
            for (int n = 0; n < conv.N; n++)
            {
                int image = ((n * conv.C) + channel) * conv.H * conv.W, at = ((n * conv.O) + o) * conv.OutH * conv.OutW;
                for (int oy = 0; oy < conv.OutH; oy++)
                {
                    int iy = (oy * conv.StrideH) + (ky * conv.DilationH) - conv.PaddingTop;
                    for (int ox = 0; ox < conv.OutW; ox++)
                    {
                        int ix = (ox * conv.StrideW) + (kx * conv.DilationW) - conv.PaddingLeft;
                        if (iy >= 0 && iy < conv.H && ix >= 0 && ix < conv.W)
                            sum = MathF.FusedMultiplyAdd(dy[at + (oy * conv.OutW) + ox], x[image + (iy * conv.W) + ix], sum);
                    }
                }
            }

            dw[index] = conv.Accumulate ? dw[index] + sum : sum;
        }
    }

    /// <summary>A group has a tile of one part, which is so many positions.</summary>
    [Kernel]
    internal static void RegisterTile<TTile>(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, WeightGradientGeometry conv, int positions)
        where TTile : unmanaged, ISquareTile
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        ArrayView<float> tileB = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        Sums4 sums = default;
        int block = Side * TTile.Size, pitch = block + Padding, down = (conv.GroupO + block - 1) / block,
        across = (conv.Weights + block - 1) / block;
        int o0 = Grid.IdxX % down * block, weight0 = Grid.IdxX / down % across * block;
        int groups = conv.O / conv.GroupO, group = Grid.IdxX / down / across % groups, part = Grid.IdxX / down / across / groups;
        int first = part * positions, last = Math.Min(conv.Positions, first + positions);

        // For both tiles an item loads one position of sixteen, and every sixteenth lane: the offsets of these weights are kept.
        int lane = Group.IdxX / Side, place = Group.IdxX % Side;
        int weightOf = weight0 + lane;
        var sight0 = new WeightSight(conv, group, weightOf);
        var sight1 = new WeightSight(conv, group, weightOf + Side);
        var sight2 = new WeightSight(conv, group, weightOf + (2 * Side));
        var sight3 = new WeightSight(conv, group, weightOf + (3 * Side));
        int position = first + place, ox = position % conv.OutW, oy = position / conv.OutW % conv.OutH;
        int n = position / conv.OutW / conv.OutH;
        int itemRow = lane * TTile.Size, itemColumn = place * TTile.Size;
        for (int k0 = first; k0 < last; k0 += Side)
        {
            bool exists = k0 + place < last;
            int to = (place * pitch) + lane, o = o0 + lane;
            tileA[to] = Gradient(dy, conv, exists, group, o, n, oy, ox);
            tileB[to] = Value(x, conv, exists, sight0, n, oy, ox);
            tileA[to + Side] = Gradient(dy, conv, exists, group, o + Side, n, oy, ox);
            tileB[to + Side] = Value(x, conv, exists, sight1, n, oy, ox);
            if (TTile.Size == 4)
            {
                tileA[to + (2 * Side)] = Gradient(dy, conv, exists, group, o + (2 * Side), n, oy, ox);
                tileB[to + (2 * Side)] = Value(x, conv, exists, sight2, n, oy, ox);
                tileA[to + (3 * Side)] = Gradient(dy, conv, exists, group, o + (3 * Side), n, oy, ox);
                tileB[to + (3 * Side)] = Value(x, conv, exists, sight3, n, oy, ox);
            }

            // Advance by sixteen positions, with carries.
            ox += Side;
            while (ox >= conv.OutW)
            {
                ox -= conv.OutW;
                oy++;
                if (oy == conv.OutH)
                {
                    oy = 0;
                    n++;
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

        for (int r = 0; r < Loop.Unroll(TTile.Size); r++)
        {
            for (int t = 0; t < Loop.Unroll(TTile.Size); t++)
            {
                int o = o0 + itemRow + r, weight = weight0 + itemColumn + t;
                if (o < conv.GroupO && weight < conv.Weights)
                    partial[(((part * conv.O) + (group * conv.GroupO) + o) * conv.Weights) + weight] = sums.At(r, t);
            }
        }
    }

    /// <summary>dy of channel o of the group at a position, 0 outside.</summary>
    private static float Gradient(ArrayView<float> dy, WeightGradientGeometry conv, bool exists, int group, int o, int n, int oy, int ox)
    {
        float value = 0;
        if (exists && o < conv.GroupO)
            value = dy[(((((n * conv.O) + (group * conv.GroupO) + o) * conv.OutH) + oy) * conv.OutW) + ox];
        return value;
    }

    /// <summary>The pixel of x under a weight at a position, 0 outside.</summary>
    private static float Value(ArrayView<float> x, WeightGradientGeometry conv, bool exists, WeightSight sight, int n, int oy, int ox)
    {
        float value = 0;
        int iy = (oy * conv.StrideH) + sight.Row, ix = (ox * conv.StrideW) + sight.Column;
        if (exists && iy >= 0 && iy < conv.H && ix >= 0 && ix < conv.W)
            value = x[(n * conv.C * conv.H * conv.W) + sight.Channel + (iy * conv.W) + ix];
        return value;
    }

    [Kernel]
    internal static void Fold(ArrayView<float> partial, ArrayView<float> dw, int parts, bool accumulate)
    {
        int index = Grid.GlobalIndex.X;
        if (index < dw.IntLength)
        {
            float sum = 0;
            for (int part = 0; part < parts; part++)
                sum += partial[(part * dw.IntLength) + index];
            dw[index] = accumulate ? dw[index] + sum : sum;
        }
    }
}

/// <summary>The offset of a weight's pixels: its channel's place in an image, and row and column from the position's corner.</summary>
internal readonly struct WeightSight(WeightGradientGeometry conv, int group, int weight)
{
    // A row offset outside of every image marks pixels that must not be read.
    private const int Nowhere = -(1 << 24);

    public int Channel { get; } = ((group * conv.GroupC) + (weight / conv.Taps)) * conv.H * conv.W;

    public int Row { get; } = weight < conv.Weights ? (weight % conv.Taps / conv.KW * conv.DilationH) - conv.PaddingTop : Nowhere;

    public int Column { get; } = (weight % conv.Taps % conv.KW * conv.DilationW) - conv.PaddingLeft;
}
