using GanFromScratch.Engine.Kernels.ArgMax;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// The index of the maximum along an axis, the first of equals, as a float. Shape: without the axis, or with 1 in its place. No gradient.
/// </summary>
internal static class ArgMaxOp
{
    public static Tensor Apply(Tensor x, int axis, bool keepDims)
    {
        axis = x.Shape.Axis(axis);
        if (x.Shape[axis] == 0)
            throw new ShapeException($"ArgMax of {x.Shape}: axis {axis} has no elements to choose from.");
        Tensor y = Tensor.Allocate(x.Device, keepDims ? x.Shape.With(axis, 1) : ReduceAxes.Without(x.Shape, [axis]));
        new ArgMax(x.Shape.Product(0, axis), x.Shape[axis], x.Shape.Product(axis + 1, x.Rank)).Run(x.View, y.View);
        y.Trace?.Note(("axis", axis), ("keepDims", keepDims));
        y.Device.Observer?.EndOp("ArgMax", [x], y, null);
        return y;
    }
}
