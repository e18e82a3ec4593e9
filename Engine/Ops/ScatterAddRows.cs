using GanFromScratch.Engine.Kernels.GatherRows;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// y[r] = Σ over all i with index[i] = r of x[i]. Shapes: x (N, …), indices (N), y (rows, …). An invalid index is an error or, where the
/// host cannot see it, makes y NaN (<see cref="ScatterAddRows"/>). Each x[i] is added to one row, so its gradient is the gradient of that
/// row (<see cref="GatherRowsOp"/>); the indices get none.
/// </summary>
internal static class ScatterAddRowsOp
{
    public static Tensor Apply(Tensor x, Tensor indices, int rows)
    {
        if (x.Rank < 1 || indices.Rank != 1 || x.Shape[0] != indices.Length)
            throw new ShapeException($"ScatterAddRows needs values of shape (N, …) and N indices, got {x.Shape} and {indices.Shape}.");
        Tensor y = Tensor.Allocate(x.Device, x.Shape.With(0, rows));
        new ScatterAddRows(rows, indices.Length, x.Shape.Product(1, x.Rank)).Run(x.View, indices.View, y.View);
        return y.Record("ScatterAddRows", [x], dy => [GatherRowsOp.Apply(dy, indices)]);
    }
}
