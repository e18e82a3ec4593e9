using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

// The counterpart of Conv2dSimt.cs for a processor behind OpenCL: Conv2dTiles.cs in another language. A group is one item, which uses
// vector registers instead of neighbouring items:
//
//   Panels   8 channels × 32 images in registers    A register holds one pixel of one channel in 16 images, so lanes do not diverge:
//                                                    all images have the same taps inside the picture, and padding is skipped, not
//                                                    multiplied by.
//
//   packed source   [32 images] [group] [y] [x] [channel] [image]       a step of a tile is one channel: 2 registers, 128 bytes
//   packed weights  [group] [8 target channels] [ky] [kx] [channel] [target channel]
//
// For a tap (ky, kx) of a target pixel the source's channels are contiguous in both, and where neighbouring taps meet neighbouring pixels
// the runs join. A step loads two registers and broadcasts eight weights, each into all lanes of a register, for 16 FMAs.
//
// The sums are written to an array [channel] [pixel] [image], get bias and activation there (the epilogue), and are transposed into the
// result.

/// <summary><see cref="Conv2d"/> and <see cref="Conv2dInputGradient"/> on a processor behind OpenCL.</summary>
[VersionsOf("Conv2d")]
internal static partial class Conv2dPanelsSimt
{
    private const int Images = Conv2dPanels.Images, Pixels = Conv2dPanels.Pixels, Vector = 16, Vectors = Images / Vector;

    public static KernelVersions<TLaunch> Processor<TLaunch, TActivation>()
        where TLaunch : struct, IConvolutionLaunch<TActivation>
        where TActivation : unmanaged, IUnaryFormula => KernelVersions<TLaunch>.Cases([
        new("Panels<EightChannels>", "8 channels × 32 images in vector registers", static (device, in work) =>
            Run<EightChannels, TActivation>(
                device, work.Sizes, TLaunch.IsTransposed, work.Source, work.Weights, work.Bias, work.Target, work.Activation)),
        new("Panels<OneChannel>", "the parts of a sum side by side, for a single target channel", static (device, in work) =>
            Run<OneChannel, TActivation>(
                device, work.Sizes, TLaunch.IsTransposed, work.Source, work.Weights, work.Bias, work.Target, work.Activation),
            Pays: static (in work, _) => Conv2dSides.Of(work.Sizes, TLaunch.IsTransposed).Rows == 1)]);

    /// <summary>Packs both operands and computes with tiles of the given kind.</summary>
    internal static void Run<TTile, TActivation>(
        SimtDevice device, Conv2d sizes, bool transposed, BufferView source, BufferView weights, BufferView? bias, BufferView target,
        TActivation activation)
        where TTile : unmanaged, IConvolutionTile
        where TActivation : unmanaged, IUnaryFormula
    {
        var walk = new Conv2dWalk(sizes, transposed);
        (TapAxis axisY, TapAxis axisX) = Conv2dSides.Of(sizes, transposed).Axes(sizes);
        var panels = new Conv2dPanels(walk, TTile.Rows);
        int channels = walk.Groups * walk.Steps, panelsOfAll = walk.Groups * panels.Panels;
        int images = Device.LengthOf((long)panels.Blocks * Images * channels * walk.Source), packed = Device.LengthOf(
            (long)panelsOfAll * TTile.Rows * walk.Steps * walk.Taps);
        DeviceBuffer imageBuffer = device.Rent(images), weightBuffer = device.Rent(packed);
        BufferView packedSource = new(imageBuffer, 0, images), packedWeights = new(weightBuffer, 0, packed);
        PackImages(device, Division.Share(device, panels.Blocks * channels, (long)Images * walk.Source), source, packedSource, walk);
        PackWeights<TTile>(
            device, Division.Share(device, panelsOfAll * walk.Steps, (long)TTile.Rows * walk.Taps), weights, packedWeights, walk);
        Panels<TTile, TActivation>(
            device, panels.Groups, packedSource, packedWeights, bias, target, walk, axisY, axisX, panels, activation);
        imageBuffer.Release();
        weightBuffer.Release();
    }

    /// <summary>
    /// A unit is a channel of a block of images, transposed in blocks of 4 × 4. Images that are missing from the last block repeat the
    /// last one: they must be finite numbers, and their results are discarded.
    /// </summary>
    [Kernel(GroupSize = 1)]
    internal static void PackImages(ArrayView<float> source, ArrayView<float> target, Conv2dWalk walk)
    {
        int channels = walk.Groups * walk.Steps, units = (walk.N + Images - 1) / Images * channels, image = channels * walk.Source;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int block = unit / channels, channel = unit % channels, group = channel / walk.Steps, step = channel % walk.Steps;
            int to = PackedImage(walk, block, group) + (step * Images), distance = walk.Steps * Images;
            for (int lane = 0; lane < Images; lane += 4)
            {
                int n = (block * Images) + lane, last = walk.N - 1;
                int from0 = (Math.Min(n, last) * image) + (channel * walk.Source), from1 = (
                    Math.Min(n + 1, last) * image) + (channel * walk.Source);
                int from2 = (Math.Min(n + 2, last) * image) + (channel * walk.Source), from3 = (
                    Math.Min(n + 3, last) * image) + (channel * walk.Source);
                FourLanes(source, from0, from1, from2, from3, walk.Source, target, to + lane, distance);
            }
        }
    }

    /// <summary>
    /// Transposes four rows of so many numbers, in blocks of 4 × 4, into four lanes of a wider row each <paramref name="distance"/>
    /// apart.
    /// </summary>
    internal static void FourLanes(
        ArrayView<float> source, int from0, int from1, int from2, int from3, int count, ArrayView<float> target, int at, int distance)
    {
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            Float4 p = Float4.Load(source, from0 + i), q = Float4.Load(source, from1 + i);
            Float4 r = Float4.Load(source, from2 + i), s = Float4.Load(source, from3 + i);
            Float4.Store(target, at, new Float4(p.X, q.X, r.X, s.X));
            Float4.Store(target, at + distance, new Float4(p.Y, q.Y, r.Y, s.Y));
            Float4.Store(target, at + (2 * distance), new Float4(p.Z, q.Z, r.Z, s.Z));
            Float4.Store(target, at + (3 * distance), new Float4(p.W, q.W, r.W, s.W));
            at += 4 * distance;
        }

        for (; i < count; i++)
        {
            Float4.Store(target, at, new Float4(source[from0 + i], source[from1 + i], source[from2 + i], source[from3 + i]));
            at += distance;
        }
    }

    /// <summary>A unit is a source channel of a panel. Rows that are missing from the last panel are 0.</summary>
    [Kernel(GroupSize = 1)]
    internal static void PackWeights<TTile>(ArrayView<float> weights, ArrayView<float> target, Conv2dWalk walk)
        where TTile : unmanaged, IConvolutionTile
    {
        int panels = (walk.Rows + TTile.Rows - 1) / TTile.Rows, units = walk.Groups * panels * walk.Steps;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int panel = unit / walk.Steps, step = unit % walk.Steps, group = panel / panels, row = panel % panels * TTile.Rows;
            int height = Math.Min(TTile.Rows, walk.Rows - row), from = walk.WeightsAt(group, row, step);
            int to = ((panel * walk.Taps * walk.Steps) + step) * TTile.Rows;
            for (int tap = 0; tap < walk.Taps; tap++)
            {
                for (int r = 0; r < TTile.Rows; r++)
                {
                    float value = 0;
                    if (r < height)
                        value = weights[from + (r * walk.RowStride) + tap];
                    target[to + r] = value;
                }

                to += walk.Steps * TTile.Rows;
            }
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void Panels<TTile, TActivation>(
        ArrayView<float> source, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> target,
        Conv2dWalk walk, TapAxis axisY, TapAxis axisX, Conv2dPanels p, TActivation activation)
        where TTile : unmanaged, IConvolutionTile
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<Float16> sums = LocalMemory.Allocate<Float16>(TTile.Rows * TTile.Chains * Vectors);
        ArrayView<float> tile = LocalMemory.Allocate<float>(TTile.Rows * Pixels * Images);
        int stepsA = walk.Steps * TTile.Rows, stepsB = walk.Steps * Images;
        int last = Math.Min(p.Units, (Grid.IdxX + 1) * p.UnitsAGroup);
        for (int unit = Grid.IdxX * p.UnitsAGroup; unit < last; unit++)
        {
            // The panel index runs fastest: all panels read the same pixels.
            int panel = unit % p.Panels, chunk = unit / p.Panels % p.Chunks, blockAndGroup = unit / p.Panels / p.Chunks;
            int block = blockAndGroup / walk.Groups, group = blockAndGroup % walk.Groups, row = panel * TTile.Rows;
            int firstPixel = chunk * Pixels, pixels = Math.Min(Pixels, walk.Target - firstPixel);
            int panelAt = ((group * p.Panels) + panel) * walk.Taps * stepsA, imageAt = PackedImage(walk, block, group);
            for (int i = 0; i < pixels; i++)
            {
                TapRange y = axisY.Of((firstPixel + i) / walk.TargetW), x = axisX.Of((firstPixel + i) % walk.TargetW);
                bool joined = x.TapStep == 1 && x.PixelStep == 1;
                int stretches = joined ? Math.Min(x.Count, 1) : x.Count, steps = joined ? x.Count * walk.Steps : walk.Steps;
                for (int t = 0; t < Loop.Unroll(TTile.Rows * TTile.Chains * Vectors); t++)
                    sums[t] = Float16.Broadcast(0);
                for (int ty = 0; ty < y.Count; ty++)
                {
                    int startA = panelAt + ((((y.First + (ty * y.TapStep)) * walk.KW) + x.First) * stepsA);
                    int startB = imageAt + ((((y.Pixel + (ty * y.PixelStep)) * walk.SourceW) + x.Pixel) * stepsB);
                    for (int tx = 0; tx < stretches; tx++)
                    {
                        int atA = startA, atB = startB, k = 0;
                        for (; k + TTile.Chains <= steps; k += TTile.Chains)
                        {
                            for (int chain = 0; chain < Loop.Unroll(TTile.Chains); chain++)
                            {
                                Float16 left = Float16.Load(source, atB + (chain * Images)), right = Float16.Load(
                                    source, atB + (chain * Images) + Vector);
                                for (int r = 0; r < Loop.Unroll(TTile.Rows); r++)
                                {
                                    int t = ((chain * TTile.Rows) + r) * Vectors;
                                    var a = Float16.Broadcast(weights[atA + (chain * TTile.Rows) + r]);
                                    sums[t] = Float16.MultiplyAdd(a, left, sums[t]);
                                    sums[t + 1] = Float16.MultiplyAdd(a, right, sums[t + 1]);
                                }
                            }

                            atA += TTile.Chains * TTile.Rows;
                            atB += TTile.Chains * Images;
                        }

                        for (; k < steps; k++)
                        {
                            Float16 left = Float16.Load(source, atB), right = Float16.Load(source, atB + Vector);
                            for (int r = 0; r < Loop.Unroll(TTile.Rows); r++)
                            {
                                var a = Float16.Broadcast(weights[atA + r]);
                                sums[r * Vectors] = Float16.MultiplyAdd(a, left, sums[r * Vectors]);
                                sums[(r * Vectors) + 1] = Float16.MultiplyAdd(a, right, sums[(r * Vectors) + 1]);
                            }

                            atA += TTile.Rows;
                            atB += Images;
                        }

                        startA += x.TapStep * stepsA;
                        startB += x.PixelStep * stepsB;
                    }
                }

                // Adds the partial sums to the first one; 1·x + y is an addition.
                for (int t = TTile.Rows * Vectors; t < Loop.Unroll(TTile.Rows * TTile.Chains * Vectors); t++)
                    sums[t % (TTile.Rows * Vectors)] = Float16.MultiplyAdd(Float16.Broadcast(1), sums[t], sums[t % (TTile.Rows * Vectors)]);
                for (int r = 0; r < Loop.Unroll(TTile.Rows); r++)
                {
                    Float16.Store(tile, ((r * Pixels) + i) * Images, sums[r * Vectors]);
                    Float16.Store(tile, (((r * Pixels) + i) * Images) + Vector, sums[(r * Vectors) + 1]);
                }
            }

            int height = Math.Min(TTile.Rows, walk.Rows - row), first = block * Images, images = Math.Min(Images, walk.N - first);
            for (int r = 0; r < height; r++)
            {
                ArrayView<float> line = tile.SubView(r * Pixels * Images, Pixels * Images);
                Finish(line, bias, (group * walk.Rows) + row + r, pixels * Images, activation);
                Deliver(
                    line, target, walk.TargetAt(first, group, row + r) + firstPixel, walk.Groups * walk.Rows * walk.Target, images, pixels);
            }
        }
    }

    /// <summary>Bias and activation, for one channel at all pixels of all images.</summary>
    private static void Finish<TActivation>(ArrayView<float> line, ArrayView<float> bias, int channel, int count, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (bias.IntLength > 0)
        {
            float value = bias[channel];
            for (int i = 0; i < count; i++)
                line[i] += value;
        }

        for (int i = 0; i < count; i++)
            line[i] = activation.Value<Lane>(line[i]).Value;
    }

    /// <summary>
    /// From [pixel] [image] to images that lie <paramref name="distance"/> apart: transposed in blocks of 4 × 4, the remainder one by
    /// one.
    /// </summary>
    private static void Deliver(ArrayView<float> line, ArrayView<float> target, int to, int distance, int images, int pixels)
    {
        for (int n = 0; n < images; n += 4)
        {
            int pixel = 0;
            if (n + 4 <= images)
            {
                for (; pixel + 4 <= pixels; pixel += 4)
                {
                    int from = (pixel * Images) + n, at = to + (n * distance) + pixel;
                    Float4 p = Float4.Load(line, from), q = Float4.Load(line, from + Images);
                    Float4 r = Float4.Load(line, from + (2 * Images)), s = Float4.Load(line, from + (3 * Images));
                    Float4.Store(target, at, new Float4(p.X, q.X, r.X, s.X));
                    Float4.Store(target, at + distance, new Float4(p.Y, q.Y, r.Y, s.Y));
                    Float4.Store(target, at + (2 * distance), new Float4(p.Z, q.Z, r.Z, s.Z));
                    Float4.Store(target, at + (3 * distance), new Float4(p.W, q.W, r.W, s.W));
                }
            }

            for (; pixel < pixels; pixel++)
            {
                for (int lane = n; lane < Math.Min(n + 4, images); lane++)
                    target[to + (lane * distance) + pixel] = line[(pixel * Images) + lane];
            }
        }
    }

    /// <summary>Offset of the first pixel of a block of images, in one group.</summary>
    private static int PackedImage(Conv2dWalk walk, int block, int group) =>
        ((block * walk.Groups) + group) * Images * walk.Steps * walk.Source;
}
