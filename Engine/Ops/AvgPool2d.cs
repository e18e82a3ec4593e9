using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// The mean of each window; see <see cref="AveragePool"/>. Shapes: x (N, C, H, W), y (N, C, OutH, OutW) with OutH = ⌊(H + 2·padding −
/// kernel)/stride⌋ + 1, or ⌈…⌉ in ceil mode if the last window then begins within the padded image.
/// </summary>
internal static class AvgPool2dOp
{
    public static Tensor Apply(Tensor x, PoolSizes sizes, bool countPadding)
    {
        ResampleOp.Check("AvgPool2d", x.Shape);
        string? mistake = sizes.DilationH != 1 || sizes.DilationW != 1
            ? "an average has no dilation"
            : sizes.Mistake(x.Shape[2], x.Shape[3]);
        if (mistake != null)
            throw new ShapeException($"AvgPool2d of {x.Shape}: {mistake}.");
        return ResampleOp.Apply(
            x, new AveragePool(sizes.Rows(x.Shape[2]), countPadding), new AveragePool(sizes.Columns(x.Shape[3]), countPadding));
    }
}
