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
//   packed source   [32 images] [group] [y] [x] [channel] [image]       k runs over channels: 2 registers, 128 bytes each
//   packed weights  [group] [8 target channels] [ky] [kx] [channel] [target channel]
//
// For a tap (ky, kx) of a target pixel the source's channels are contiguous in both, and where neighbouring taps meet neighbouring pixels
// the runs join. For each k a tile loads two registers and broadcasts eight weights, each into all lanes of a register, for 16 FMAs.
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
            Pays: static (in work, _) => Conv2dSides.Of(work.Sizes, TLaunch.IsTransposed).TargetC == 1)]);

    /// <summary>Packs both operands and computes with tiles of the given kind.</summary>
    internal static void Run<TTile, TActivation>(
        SimtDevice device, Conv2d sizes, bool transposed, BufferView source, BufferView weights, BufferView? bias, BufferView target,
        TActivation activation)
        where TTile : unmanaged, IConvolutionTile
        where TActivation : unmanaged, IUnaryFormula
    {
        var conv = new Conv2dGeometry(sizes, transposed);
        (TapAxis axisY, TapAxis axisX) = Conv2dSides.Of(sizes, transposed).Axes(sizes);
        var panels = new Conv2dPanels(conv, TTile.Rows);
        int channels = conv.Groups * conv.SourceC, panelsOfAll = conv.Groups * panels.Panels;
        int images = Device.LengthOf((long)panels.Blocks * Images * channels * conv.SourcePixels), packed = Device.LengthOf(
            (long)panelsOfAll * TTile.Rows * conv.SourceC * conv.Taps);
        DeviceBuffer imageBuffer = device.Rent(images), weightBuffer = device.Rent(packed);
        BufferView packedSource = new(imageBuffer, 0, images), packedWeights = new(weightBuffer, 0, packed);
        PackImages(device, Division.Share(device, panels.Blocks * channels, (long)Images * conv.SourcePixels), source, packedSource, conv);
        PackWeights<TTile>(
            device, Division.Share(device, panelsOfAll * conv.SourceC, (long)TTile.Rows * conv.Taps), weights, packedWeights, conv);
        Panels<TTile, TActivation>(
            device, panels.Groups, packedSource, packedWeights, bias, target, conv, axisY, axisX, panels, activation);
        imageBuffer.Release();
        weightBuffer.Release();
    }

    /// <summary>
    /// A unit is a channel of a block of images, transposed in blocks of 4 × 4. Images that are missing from the last block repeat the
    /// last one: they must be finite numbers, and their results are discarded.
    /// </summary>
    [Kernel(GroupSize = 1)]
    internal static void PackImages(ArrayView<float> source, ArrayView<float> target, Conv2dGeometry conv)
    {
        int channels = conv.Groups * conv.SourceC, units = (conv.N + Images - 1) / Images * channels, image = channels * conv.SourcePixels;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int block = unit / channels, channel = unit % channels, group = channel / conv.SourceC, c = channel % conv.SourceC;
            int to = PackedImage(conv, block, group) + (c * Images), distance = conv.SourceC * Images;
            for (int lane = 0; lane < Images; lane += 4)
            {
                int n = (block * Images) + lane, last = conv.N - 1;
                int from0 = (Math.Min(n, last) * image) + (channel * conv.SourcePixels), from1 = (
                    Math.Min(n + 1, last) * image) + (channel * conv.SourcePixels);
                int from2 = (Math.Min(n + 2, last) * image) + (channel * conv.SourcePixels), from3 = (
                    Math.Min(n + 3, last) * image) + (channel * conv.SourcePixels);
                FourLanes(source, from0, from1, from2, from3, conv.SourcePixels, target, to + lane, distance);
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
    internal static void PackWeights<TTile>(ArrayView<float> weights, ArrayView<float> target, Conv2dGeometry conv)
        where TTile : unmanaged, IConvolutionTile
    {
        int panels = (conv.TargetC + TTile.Rows - 1) / TTile.Rows, units = conv.Groups * panels * conv.SourceC;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int panel = unit / conv.SourceC, c = unit % conv.SourceC, group = panel / panels, row = panel % panels * TTile.Rows;
            int height = Math.Min(TTile.Rows, conv.TargetC - row), from = conv.WeightsAt(group, row, c);
            int to = ((panel * conv.Taps * conv.SourceC) + c) * TTile.Rows;
            for (int tap = 0; tap < conv.Taps; tap++)
            {
                for (int r = 0; r < TTile.Rows; r++)
                {
                    float value = 0;
                    if (r < height)
                        value = weights[from + (r * conv.TargetStride) + tap];
                    target[to + r] = value;
                }

                to += conv.SourceC * TTile.Rows;
            }
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void Panels<TTile, TActivation>(
        ArrayView<float> source, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> target,
        Conv2dGeometry conv, TapAxis axisY, TapAxis axisX, Conv2dPanels p, TActivation activation)
        where TTile : unmanaged, IConvolutionTile
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<Float16> sums = LocalMemory.Allocate<Float16>(TTile.Rows * TTile.Chains * Vectors);
        ArrayView<float> tile = LocalMemory.Allocate<float>(TTile.Rows * Pixels * Images);
        int tapA = conv.SourceC * TTile.Rows, pixelB = conv.SourceC * Images;
        int last = Math.Min(p.Units, (Grid.IdxX + 1) * p.UnitsAGroup);
        for (int unit = Grid.IdxX * p.UnitsAGroup; unit < last; unit++)
        {
            // The panel index runs fastest: all panels read the same pixels.
            int panel = unit % p.Panels, chunk = unit / p.Panels % p.Chunks, blockAndGroup = unit / p.Panels / p.Chunks;
            int block = blockAndGroup / conv.Groups, group = blockAndGroup % conv.Groups, row = panel * TTile.Rows;
            int firstPixel = chunk * Pixels, pixels = Math.Min(Pixels, conv.TargetPixels - firstPixel);
            int panelAt = ((group * p.Panels) + panel) * conv.Taps * tapA, imageAt = PackedImage(conv, block, group);
            for (int i = 0; i < pixels; i++)
            {
                TapRange y = axisY.Of((firstPixel + i) / conv.TargetW), x = axisX.Of((firstPixel + i) % conv.TargetW);
                bool joined = x.TapStep == 1 && x.PixelStep == 1;
                int pieces = joined ? Math.Min(x.Count, 1) : x.Count, length = joined ? x.Count * conv.SourceC : conv.SourceC;
                for (int t = 0; t < Loop.Unroll(TTile.Rows * TTile.Chains * Vectors); t++)
                    sums[t] = Float16.Broadcast(0);
                for (int ty = 0; ty < y.Count; ty++)
                {
                    int startA = panelAt + ((((y.First + (ty * y.TapStep)) * conv.KW) + x.First) * tapA);
                    int startB = imageAt + ((((y.Pixel + (ty * y.PixelStep)) * conv.SourceW) + x.Pixel) * pixelB);
                    for (int tx = 0; tx < pieces; tx++)
                    {
                        int atA = startA, atB = startB, k = 0;
                        for (; k + TTile.Chains <= length; k += TTile.Chains)
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

                        for (; k < length; k++)
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

                        startA += x.TapStep * tapA;
                        startB += x.PixelStep * pixelB;
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

            int height = Math.Min(TTile.Rows, conv.TargetC - row), first = block * Images, images = Math.Min(Images, conv.N - first);
            for (int r = 0; r < height; r++)
            {
                ArrayView<float> line = tile.SubView(r * Pixels * Images, Pixels * Images);
                Finish(line, bias, (group * conv.TargetC) + row + r, pixels * Images, activation);
                Deliver(
                    line, target, conv.TargetAt(first, group, row + r) + firstPixel, conv.Groups * conv.TargetC * conv.TargetPixels,
                    images, pixels);
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
    private static int PackedImage(Conv2dGeometry conv, int block, int group) =>
        ((block * conv.Groups) + group) * Images * conv.SourceC * conv.SourcePixels;
}
