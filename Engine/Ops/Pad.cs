using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.StridedCopy;

namespace GanFromScratch.Engine.Ops;

/// <summary>A constant before and after the elements of one axis.</summary>
internal static class PadOp
{
    public static Tensor Apply(Tensor x, int axis, int before, int after, float value)
    {
        axis = x.Shape.Axis(axis);
        if (before < 0 || after < 0)
            throw new ShapeException($"Pad of {x.Shape}: padding cannot be negative, got {before} before and {after} after.");
        int size = x.Shape[axis];
        Tensor y = Tensor.Allocate(x.Device, x.Shape.With(axis, before + size + after));
        Fill.Run(y.View, value);
        Span<int> source = stackalloc int[x.Rank], target = stackalloc int[x.Rank];
        BroadcastPlan.Strides(x.Shape, x.Shape, source);
        BroadcastPlan.Strides(y.Shape, y.Shape, target);
        StridedCopy.Run(x.Shape, x.View, 0, source, y.View, before * x.Shape.Product(axis + 1, x.Rank), target);
        y.Trace?.Note(("axis", axis), ("before", before), ("after", after), ("value", value));
        return y.Record("Pad", [x], dy => [SliceOp.Apply(dy, axis, before, size)]);
    }
}
