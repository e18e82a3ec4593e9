using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// An image (C, H, W) laid out so that the pixels which one tap meets at neighbouring outputs are contiguous: each row is split by the
/// columns' remainders modulo the stride, with space before and after for padding.
/// <code>
/// planes   [c] [y] [remainder] [before, column / stride, behind]
/// </code>
/// The values before and after are zero when an image is read, and are dropped when one is gathered; a register may reach beyond a line's
/// last output.
/// </summary>
internal readonly unsafe struct PixelPlanes
{
    /// <summary>
    /// Up to this many channels it is faster to have pixels in the lanes than images: with more, the other layout's tiles fill up and
    /// copying patches costs more than it saves.
    /// </summary>
    public const int MostChannels = 4;

    // Fewer outputs do not fill a tile's columns.
    private const int FewestPixels = 48;

    private readonly int C, H, W, stride, dilation, left, before, width;

    public PixelPlanes(Conv2d sizes)
    {
        Conv2dOptions options = sizes.Options;
        (C, H, W, stride, dilation, left) = (sizes.C, sizes.H, sizes.W, options.StrideW, options.DilationW, options.PaddingLeft);
        before = (left + stride - 1) / stride;
        int behind = ((((sizes.KW - 1) * dilation) + stride - 1) / stride) + sizes.OutW;
        width = before + Math.Max(behind, ((W - 1) / stride) + 1) + PartialLanes.Widest;
    }

    public int Length => C * H * stride * width;

    /// <summary>Whether a convolution's images are better read and gathered in this layout.</summary>
    public static bool Pay(Conv2d sizes) =>
        sizes.Options.Groups == 1 && sizes.C <= MostChannels && sizes.O > MostChannels && sizes.OutH * sizes.OutW >= FewestPixels;

    /// <summary>Lays out an image; the space around it must be zero already.</summary>
    public void Fill(float* image, float* planes)
    {
        for (int line = 0; line < C * H; line++, image += W, planes += stride * width)
        {
            for (int r = 0; r < stride; r++)
            {
                float* to = planes + (r * width) + before;
                for (int x = r; x < W; x += stride)
                    *to++ = image[x];
            }
        }
    }

    /// <summary>The inverse.</summary>
    public void Gather(float* planes, float* image)
    {
        for (int line = 0; line < C * H; line++, image += W, planes += stride * width)
        {
            for (int r = 0; r < stride; r++)
            {
                float* from = planes + (r * width) + before;
                for (int x = r; x < W; x += stride)
                    image[x] = *from++;
            }
        }
    }

    /// <summary>The offset of the pixels that a row's tap kx meets, from the first output on; y is a row of the image.</summary>
    public float* Line(float* planes, int c, int y, int kx)
    {
        int offset = (kx * dilation) - left, remainder = ((offset % stride) + stride) % stride;
        return planes + ((((((nint)c * H) + y) * stride) + remainder) * width) + before + ((offset - remainder) / stride);
    }

    /// <summary>
    /// The patches of all outputs (im2col): for each tap (c, ky, kx) in turn its pixels at the outputs in their order, zero for padding.
    /// Patches lie <paramref name="distance"/> floats apart. At most a register is written after the end of a patch.
    /// </summary>
    public void CopyPatches<L>(Conv2d sizes, float* planes, float* patches, int distance)
        where L : unmanaged, ILanes<L>
    {
        Conv2dOptions options = sizes.Options;
        for (int c = 0; c < C; c++)
        {
            for (int ky = 0; ky < sizes.KH; ky++)
            {
                for (int kx = 0; kx < sizes.KW; kx++, patches += distance)
                {
                    float* to = patches, tap = Line(planes, c, 0, kx);
                    int y = (ky * options.DilationH) - options.PaddingTop;
                    for (int oy = 0; oy < sizes.OutH; oy++, y += options.StrideH, to += sizes.OutW)
                    {
                        float* from = (uint)y < (uint)H ? tap + (y * stride * width) : null;
                        // Whole registers: the excess is overwritten by the next row.
                        for (int x = 0; x < sizes.OutW; x += L.Count)
                            (from == null ? L.Zero : L.Load(from + x)).Store(to + x);
                    }

                    L.Zero.Store(to);
                }
            }
        }
    }
}
