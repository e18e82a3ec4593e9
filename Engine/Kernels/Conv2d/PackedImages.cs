using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// Images (N, C, H, W) in the order in which the tiles of a convolution read them: pixel by pixel, in each pixel all channels of a group,
/// in each channel a tile's columns (2 vectors) of neighbouring images.
/// </summary>
internal readonly unsafe struct PackedImages(float* start, int N, int groups, int channels, int pixels)
{
    /// <summary>The columns of the widest tile: images that one item packs.</summary>
    public const int Block = 32;

    private readonly float* start = start;
    private readonly int N = N, groups = groups, channels = channels, pixels = pixels;

    public int Blocks => (N + Block - 1) / Block;

    /// <summary>An item is a channel of a block of images.</summary>
    public int Items => Blocks * groups * channels;

    public static long Length(int N, int channels, int pixels) => (long)(N + Block - 1) / Block * Block * channels * pixels;

    /// <summary>The first pixel of the images from n on, in one group; n is a multiple of a tile's columns.</summary>
    public float* At<L>(int n, int group)
        where L : unmanaged, ILanes<L> =>
        start + ((((nint)n * groups) + ((nint)group * MatMulTile.Columns<L>())) * channels * pixels);

    public void Pack<L>(int item, float* source)
        where L : unmanaged, ILanes<L>
    {
        int NR = MatMulTile.Columns<L>(), all = groups * channels, channel = item % all;
        int first = item / all * Block, last = Math.Min(first + Block, N);
        (int group, int place) = Math.DivRem(channel, channels);
        nint image = (nint)all * pixels;
        for (int n = first; n < last; n += NR)
        {
            float* from = source + (n * image) + ((nint)channel * pixels), to = At<L>(n, group) + ((nint)place * NR);
            Conv2dPacking.ToLanes(from, image, Math.Min(NR, last - n), pixels, to, NR, (nint)channels * NR);
        }
    }
}
