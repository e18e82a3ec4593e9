using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// The base of upsampling, average pooling, blurring and padding by pixels of the image; see <see cref="Resample{TAxis}"/>. Shapes: x (N,
/// C, H, W), y (N, C, OutH, OutW). The map is linear: its gradient is the map transposed, whose gradient is the map.
/// </summary>
internal static class ResampleOp
{
    public static Tensor Apply<TAxis>(Tensor x, TAxis rows, TAxis columns)
        where TAxis : unmanaged, IResampling
    {
        Tensor y = Tensor.Allocate(x.Device, [x.Shape[0], x.Shape[1], rows.Outputs, columns.Outputs]);
        new Resample<TAxis>(x.Shape[0] * x.Shape[1], rows, columns).Run(x.View, y.View);
        y.Trace?.Note(("rows", rows), ("columns", columns));
        return y.Record("Resample", [x], dy => [Transposed(dy, rows, columns)]);
    }

    /// <summary>Rejects shapes that are not images, and sizes that the kernel cannot index.</summary>
    public static void Check(string op, Shape x)
    {
        if (x.Rank != 4 || x[2] < 1 || x[3] < 1)
            throw new ShapeException($"{op} needs an input of shape (N, C, H, W) with at least one pixel, got {x}.");
        CheckLength(op, "an input", x[2], x[3]);
    }

    public static void CheckLength(string op, string what, int height, int width)
    {
        const int longest = Resample<Nearest>.LongestAxis;
        if (height > longest || width > longest)
            throw new ShapeException($"{op}: {what} can have at most {longest} pixels in each direction, got {height}×{width}.");
    }

    private static Tensor Transposed<TAxis>(Tensor dy, TAxis rows, TAxis columns)
        where TAxis : unmanaged, IResampling
    {
        Tensor dx = Tensor.Allocate(dy.Device, [dy.Shape[0], dy.Shape[1], rows.Inputs, columns.Inputs]);
        new Resample<TAxis>(dy.Shape[0] * dy.Shape[1], rows, columns).RunTransposed(dy.View, dx.View);
        return dx.Record("ResampleTransposed", [dy], ddx => [Apply(ddx, rows, columns)]);
    }
}
