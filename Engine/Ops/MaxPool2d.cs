using GanFromScratch.Engine.Kernels.MaxPool2d;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// The maximum of each window; see <see cref="MaxPool2d"/>. Shapes: x (N, C, H, W), y (N, C, OutH, OutW), as for <see
/// cref="AvgPool2dOp"/>. The whole gradient goes to the pixel that was taken, the first of equals. Once the places are fixed, the map is
/// linear: the gradient scatters each dy to its place, and the gradient of that gathers it from there.
/// </summary>
internal static class MaxPool2dOp
{
    public static Tensor Apply(Tensor x, PoolSizes sizes)
    {
        ResampleOp.Check("MaxPool2d", x.Shape);
        if (sizes.Mistake(x.Shape[2], x.Shape[3]) is string mistake)
            throw new ShapeException($"MaxPool2d of {x.Shape}: {mistake}.");
        PoolAxis rows = sizes.Rows(x.Shape[2]), columns = sizes.Columns(x.Shape[3]);
        Tensor y = Tensor.Allocate(
            x.Device, [x.Shape[0], x.Shape[1], rows.Outputs, columns.Outputs]), places = Tensor.Allocate(x.Device, y.Shape);
        new MaxPool2d(x.Shape[0] * x.Shape[1], rows, columns).Run(x.View, y.View, places.View);
        y.Trace?.Note(("rows", rows), ("columns", columns));
        return y.Record("MaxPool2d", [x], dy => [ToPlaces(dy, places, rows, columns)]);
    }

    private static Tensor ToPlaces(Tensor dy, Tensor places, PoolAxis rows, PoolAxis columns)
    {
        Tensor dx = Tensor.Allocate(dy.Device, [dy.Shape[0], dy.Shape[1], rows.Inputs, columns.Inputs]);
        new MaxPool2dGradient(dy.Shape[0] * dy.Shape[1], rows, columns).Run(dy.View, places.View, dx.View);
        return dx.Record("MaxPool2dGradient", [dy], ddx => [FromPlaces(ddx, places, rows, columns)]);
    }

    private static Tensor FromPlaces(Tensor x, Tensor places, PoolAxis rows, PoolAxis columns)
    {
        Tensor y = Tensor.Allocate(x.Device, places.Shape);
        new MaxPool2dGather(
            x.Shape[0] * x.Shape[1], rows.Inputs * columns.Inputs, rows.Outputs * columns.Outputs).Run(x.View, places.View, y.View);
        return y.Record("MaxPool2dGather", [x], dy => [ToPlaces(dy, places, rows, columns)]);
    }
}
