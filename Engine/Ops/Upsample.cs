using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// Resizes images, usually to a larger size. Shapes: x (N, C, H, W), y (N, C, height, width). Positions are whole-number ratios of the
/// two
/// sizes (<see cref="Nearest"/>, <see cref="Bilinear"/>), where PyTorch rounds a scale first.
/// </summary>
internal static class UpsampleOp
{
    public static Tensor Apply(Tensor x, int height, int width, UpsampleMode mode, bool alignCorners)
    {
        ResampleOp.Check("Upsample", x.Shape);
        if (height < 1 || width < 1)
            throw new ShapeException($"Upsample of {x.Shape}: the new size must be at least 1×1, got {height}×{width}.");
        ResampleOp.CheckLength("Upsample", "the result", height, width);
        if (alignCorners && mode == UpsampleMode.Nearest)
            throw new ArgumentException(
                "Upsample by the nearest pixel has no corners to align; set alignCorners for bilinear only.", nameof(alignCorners));
        (int h, int w) = (x.Shape[2], x.Shape[3]);
        return mode == UpsampleMode.Nearest
            ? ResampleOp.Apply(x, new Nearest(h, height), new Nearest(w, width))
            : ResampleOp.Apply(x, new Bilinear(h, height, alignCorners), new Bilinear(w, width, alignCorners));
    }
}
