using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.StridedCopy;

namespace GanFromScratch.Engine.Ops;

/// <summary>The elements begin ≤ i &lt; begin + count along one axis. A copy; its gradient is the gradient padded with zeros.</summary>
internal static class SliceOp
{
    public static Tensor Apply(Tensor x, int axis, int begin, int count)
    {
        axis = x.Shape.Axis(axis);
        int size = x.Shape[axis];
        if (begin < 0 || count < 0 || begin > size - count)
            throw new ShapeException($"Slice of {x.Shape}: axis {axis} has {size} elements, which do not hold {count} from {begin} on.");
        Tensor y = Tensor.Allocate(x.Device, x.Shape.With(axis, count));
        Span<int> source = stackalloc int[x.Rank], target = stackalloc int[x.Rank];
        BroadcastPlan.Strides(x.Shape, x.Shape, source);
        BroadcastPlan.Strides(y.Shape, y.Shape, target);
        StridedCopy.Run(y.Shape, x.View, begin * x.Shape.Product(axis + 1, x.Rank), source, y.View, 0, target);
        y.Trace?.Note(("axis", axis), ("begin", begin), ("count", count));
        return y.Record("Slice", [x], dy => [PadOp.Apply(dy, axis, begin, size - begin - count, 0)]);
    }
}
