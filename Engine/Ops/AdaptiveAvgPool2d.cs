using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// Means over height × width windows that divide the image; see <see cref="AdaptiveAverage"/>. Shapes: x (N, C, H, W), y (N, C, height,
/// width).
/// </summary>
internal static class AdaptiveAvgPool2dOp
{
    public static Tensor Apply(Tensor x, int height, int width)
    {
        ResampleOp.Check("AdaptiveAvgPool2d", x.Shape);
        if (height < 1 || width < 1)
            throw new ShapeException($"AdaptiveAvgPool2d of {x.Shape}: the new size must be at least 1×1, got {height}×{width}.");
        ResampleOp.CheckLength("AdaptiveAvgPool2d", "the result", height, width);
        return ResampleOp.Apply(x, new AdaptiveAverage(x.Shape[2], height), new AdaptiveAverage(x.Shape[3], width));
    }
}
