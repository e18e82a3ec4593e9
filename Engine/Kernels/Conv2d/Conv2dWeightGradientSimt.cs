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
            device, Division.Groups(work.Dw.Length), work.X, work.Dy, work.Dw, new WeightWalk(work.Sizes.Forward, work.Sizes.Accumulate))),
        Registers<Tile2>(),
        Registers<Tile4>(static (in work, _) =>
        {
            // Both sides are more than half a tile.
            var walk = new WeightWalk(work.Sizes.Forward, work.Sizes.Accumulate);
            return walk.GroupO > Side * Tile2.Size && walk.Weights > Side * Tile2.Size;
        })]);

    private static KernelVersion<Conv2dWeightGradientLaunch> Registers<TTile>(VersionTest<Conv2dWeightGradientLaunch>? pays = null)
        where TTile : unmanaged, ISquareTile => new(
        $"RegisterTile<{typeof(TTile).Name}>", $"{TTile.Size} × {TTile.Size} weights an item, the long sum in parts",
        static (device, in work) => RunTiles<TTile>(
            device, new WeightWalk(work.Sizes.Forward, work.Sizes.Accumulate), work.X, work.Dy, work.Dw),
        Pays: pays);

    /// <summary>The parts, and their sum.</summary>
    internal static void RunTiles<TTile>(SimtDevice device, WeightWalk walk, BufferView x, BufferView dy, BufferView dw)
        where TTile : unmanaged, ISquareTile
    {
        int side = Side * TTile.Size, parts = walk.Parts(side), length = Device.LengthOf((long)parts * dw.Length);
        int positions = Division.Groups(Division.Groups(walk.Positions, parts), Side) * Side;
        DeviceBuffer buffer = device.Rent(length);
        var partial = new BufferView(buffer, 0, length);
        RegisterTile<TTile>(device, parts * walk.Blocks(side), x, dy, partial, walk, positions);
        Fold(device, Division.Groups(dw.Length), partial, dw, parts, walk.Accumulate);
        buffer.Release();
    }

    [Kernel]
    internal static void Element(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightWalk walk)
    {
        int index = Grid.GlobalIndex.X;
        if (index < dw.IntLength)
        {
            int o = index / walk.Weights, weight = index % walk.Weights, c = weight / walk.Taps, tap = weight % walk.Taps;
            int channel = (o / walk.GroupO * walk.GroupC) + c, ky = tap / walk.KW, kx = tap % walk.KW;
            float sum = 0;
            for (int n = 0; n < walk.N; n++)
            {
                int image = ((n * walk.C) + channel) * walk.H * walk.W, at = ((n * walk.O) + o) * walk.OutH * walk.OutW;
                for (int oy = 0; oy < walk.OutH; oy++)
                {
                    int iy = (oy * walk.StrideH) + (ky * walk.DilationH) - walk.Top;
                    for (int ox = 0; ox < walk.OutW; ox++)
                    {
                        int ix = (ox * walk.StrideW) + (kx * walk.DilationW) - walk.Left;
                        if (iy >= 0 && iy < walk.H && ix >= 0 && ix < walk.W)
                            sum = MathF.FusedMultiplyAdd(dy[at + (oy * walk.OutW) + ox], x[image + (iy * walk.W) + ix], sum);
                    }
                }
            }

            dw[index] = walk.Accumulate ? dw[index] + sum : sum;
        }
    }

    /// <summary>A group has a tile of one part, which is so many positions.</summary>
    [Kernel]
    internal static void RegisterTile<TTile>(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, WeightWalk walk, int positions)
        where TTile : unmanaged, ISquareTile
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        ArrayView<float> tileB = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        Sums4 sums = default;
        int block = Side * TTile.Size, pitch = block + Padding, down = (walk.GroupO + block - 1) / block,
        across = (walk.Weights + block - 1) / block;
        int o0 = Grid.IdxX % down * block, weight0 = Grid.IdxX / down % across * block;
        int groups = walk.O / walk.GroupO, group = Grid.IdxX / down / across % groups, part = Grid.IdxX / down / across / groups;
        int first = part * positions, last = Math.Min(walk.Positions, first + positions);

        // For both tiles an item loads one position of sixteen, and every sixteenth lane: the offsets of these weights are kept.
        int lane = Group.IdxX / Side, step = Group.IdxX % Side;
        int weightOf = weight0 + lane;
        var sight0 = new WeightSight(walk, group, weightOf);
        var sight1 = new WeightSight(walk, group, weightOf + Side);
        var sight2 = new WeightSight(walk, group, weightOf + (2 * Side));
        var sight3 = new WeightSight(walk, group, weightOf + (3 * Side));
        int position = first + step, ox = position % walk.OutW, oy = position / walk.OutW % walk.OutH, n = position / walk.OutW / walk.OutH;
        int itemRow = lane * TTile.Size, itemColumn = step * TTile.Size;
        for (int k0 = first; k0 < last; k0 += Side)
        {
            bool exists = k0 + step < last;
            int to = (step * pitch) + lane, o = o0 + lane;
            tileA[to] = Gradient(dy, walk, exists, group, o, n, oy, ox);
            tileB[to] = Value(x, walk, exists, sight0, n, oy, ox);
            tileA[to + Side] = Gradient(dy, walk, exists, group, o + Side, n, oy, ox);
            tileB[to + Side] = Value(x, walk, exists, sight1, n, oy, ox);
            if (TTile.Size == 4)
            {
                tileA[to + (2 * Side)] = Gradient(dy, walk, exists, group, o + (2 * Side), n, oy, ox);
                tileB[to + (2 * Side)] = Value(x, walk, exists, sight2, n, oy, ox);
                tileA[to + (3 * Side)] = Gradient(dy, walk, exists, group, o + (3 * Side), n, oy, ox);
                tileB[to + (3 * Side)] = Value(x, walk, exists, sight3, n, oy, ox);
            }

            // Advance by sixteen positions, with carries.
            ox += Side;
            while (ox >= walk.OutW)
            {
                ox -= walk.OutW;
                oy++;
                if (oy == walk.OutH)
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
                if (o < walk.GroupO && weight < walk.Weights)
                    partial[(((part * walk.O) + (group * walk.GroupO) + o) * walk.Weights) + weight] = sums.At(r, t);
            }
        }
    }

    /// <summary>dy of channel o of the group at a position, 0 outside.</summary>
    private static float Gradient(ArrayView<float> dy, WeightWalk walk, bool exists, int group, int o, int n, int oy, int ox)
    {
        float value = 0;
        if (exists && o < walk.GroupO)
            value = dy[(((((n * walk.O) + (group * walk.GroupO) + o) * walk.OutH) + oy) * walk.OutW) + ox];
        return value;
    }

    /// <summary>The pixel of x under a weight at a position, 0 outside.</summary>
    private static float Value(ArrayView<float> x, WeightWalk walk, bool exists, WeightSight sight, int n, int oy, int ox)
    {
        float value = 0;
        int iy = (oy * walk.StrideH) + sight.Row, ix = (ox * walk.StrideW) + sight.Column;
        if (exists && iy >= 0 && iy < walk.H && ix >= 0 && ix < walk.W)
            value = x[(n * walk.C * walk.H * walk.W) + sight.Channel + (iy * walk.W) + ix];
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
internal readonly struct WeightSight(WeightWalk walk, int group, int weight)
{
    // A row offset outside of every image marks pixels that must not be read.
    private const int Nowhere = -(1 << 24);

    public int Channel { get; } = ((group * walk.GroupC) + (weight / walk.Taps)) * walk.H * walk.W;

    public int Row { get; } = weight < walk.Weights ? (weight % walk.Taps / walk.KW * walk.DilationH) - walk.Top : Nowhere;

    public int Column { get; } = (weight % walk.Taps % walk.KW * walk.DilationW) - walk.Left;
}
