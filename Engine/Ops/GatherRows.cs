using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.GatherRows;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// y[i] = table[index[i]]. Shapes: table (R, …), indices (N) as whole numbers 0 … R − 1, y (N, …). An invalid index is an error or, where
/// the host cannot see it, gives a row of NaN (<see cref="GatherRows"/>). The gradient of the table adds each row of dy at its index
/// (<see cref="ScatterAddRowsOp"/>); the indices get none.
/// </summary>
internal static class GatherRowsOp
{
    public static Tensor Apply(Tensor table, Tensor indices)
    {
        if (table.Rank < 1 || indices.Rank != 1)
            throw new ShapeException(
                $"GatherRows needs a table of shape (R, …) and indices of shape (N), got {table.Shape} and {indices.Shape}.");
        (int rows, int count, int width) = (table.Shape[0], indices.Length, table.Shape.Product(1, table.Rank));
        Tensor y = Tensor.Allocate(table.Device, table.Shape.With(0, count));
        new GatherRows(rows, count, width).Run(table.View, indices.View, y.View);
        y.Trace?.Note(("indices", indices));
        return y.Record("GatherRows", [table], dy =>
        {
            if (!BackwardPass.MayWriteInto(table))
                return [ScatterAddRowsOp.Apply(dy, indices, rows)];
            Devices.BufferView slot = table.TakeGradientSlot(out bool accumulate);
            new ScatterAddRows(rows, count, width, accumulate).Run(dy.View, indices.View, slot);
            return [null];
        });
    }
}
