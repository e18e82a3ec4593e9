using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// A separable low-pass filter with binomial weights, against aliasing: by itself, of an image with zeros inserted between its pixels (up),
/// or with steps between outputs (down); see <see cref="BinomialFilter"/>. Zeros around the image count. The weights add up to 1 along each
/// axis, and to up between inserted zeros, so that the mean stays. Karras et al. 2020 (StyleGAN2: upfirdn2d, and filter_2d, upsample_2d,
/// downsample_2d for their padding); Zhang 2019. Shapes: x (N, C, H, W), y (N, C, H′, W′) with H′ = ⌊(H·up + before + after −
/// taps)/down⌋ + 1.
/// </summary>
internal static class Blur2dOp
{
    public static Tensor Apply(Tensor x, int taps, int up, int down, (int Before, int After)? padding)
    {
        ResampleOp.Check("Blur2d", x.Shape);
        if (up < 1 || down < 1 || (up > 1 && down > 1))
            throw new ArgumentException($"Blur2d: up and down must be at least 1, and one of them 1, got {up} and {down}.");
        int factor = Math.Max(up, down);
        if (taps < factor || taps > BinomialFilter.MostTaps)
        {
            throw new ArgumentOutOfRangeException(
                nameof(taps), taps, $"Blur2d: expected from {factor} (the factor) to {BinomialFilter.MostTaps} taps.");
        }

        (int before, int after) = padding ?? (((taps - factor + 1) / 2) + up - 1, (taps - factor) / 2);
        if (before < 0 || after < 0)
            throw new ArgumentOutOfRangeException(nameof(padding), padding, "Blur2d: padding cannot be negative.");
        BinomialFilter rows = new(x.Shape[2], taps, up, down, before, after), columns = new(x.Shape[3], taps, up, down, before, after);
        if (rows.Outputs < 1 || columns.Outputs < 1)
            throw new ShapeException($"Blur2d of {x.Shape}: {taps} taps need a larger image, padded by {before} before and {after} after.");
        ResampleOp.CheckLength("Blur2d", "the result", rows.Outputs, columns.Outputs);
        return ResampleOp.Apply(x, rows, columns);
    }
}
