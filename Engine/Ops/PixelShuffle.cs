namespace GanFromScratch.Engine.Ops;

/// <summary>
/// Rearranges channels into pixels: (N, C·f², H, W) to (N, C, H·f, W·f), where channel c·f² + a·f + b gives the pixels in row a and
/// column b of the f×f blocks that its pixels become; and the inverse. Shi et al., "Real-Time Single Image and Video Super-Resolution
/// Using an Efficient Sub-Pixel Convolutional Neural Network", CVPR 2016.
/// </summary>
internal static class PixelShuffleOp
{
    public static Tensor Apply(Tensor x, int factor)
    {
        if (factor < 1)
            throw new ShapeException($"PixelShuffle of {x.Shape}: the factor must be at least 1, got {factor}.");
        if (x.Rank != 4 || x.Shape[1] % ((long)factor * factor) != 0)
            throw new ShapeException(
                $"PixelShuffle by {factor} needs an input of shape (N, C, H, W) with a multiple of {(long)factor * factor} channels, got "
                + $"{x.Shape}.");
        (int N, int C, int H, int W) = (x.Shape[0], x.Shape[1] / (factor * factor), x.Shape[2], x.Shape[3]);
        return x.Reshape(Shape.Create([N, C, factor, factor, H, W])).Permute(0, 1, 4, 2, 5, 3).Reshape(
            Shape.Create([N, C, H * factor, W * factor]));
    }

    /// <summary>The inverse.</summary>
    public static Tensor Undo(Tensor x, int factor)
    {
        if (factor < 1)
            throw new ShapeException($"PixelUnshuffle of {x.Shape}: the factor must be at least 1, got {factor}.");
        if (x.Rank != 4 || x.Shape[2] % factor != 0 || x.Shape[3] % factor != 0)
            throw new ShapeException(
                $"PixelUnshuffle by {factor} needs an input of shape (N, C, H, W) whose height and width are multiples of {factor}, got "
                + $"{x.Shape}.");
        (int N, int C, int H, int W) = (x.Shape[0], x.Shape[1], x.Shape[2] / factor, x.Shape[3] / factor);
        return x.Reshape(Shape.Create([N, C, H, factor, W, factor])).Permute(0, 1, 3, 5, 2, 4).Reshape(
            Shape.Create([N, C * factor * factor, H, W]));
    }
}
