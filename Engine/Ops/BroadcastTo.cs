using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.StridedCopy;

namespace GanFromScratch.Engine.Ops;

/// <summary>Repeats axes of size 1 (and adds leading ones) to the requested shape. A copy.</summary>
internal static class BroadcastToOp
{
    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (x.Shape == shape)
            return x;
        if (Shape.Broadcast(x.Shape, shape, "BroadcastTo") != shape)
            throw new ShapeException($"BroadcastTo: a tensor of shape {x.Shape} does not broadcast to {shape}.");
        Tensor y = Tensor.Allocate(x.Device, shape);
        Span<int> source = stackalloc int[shape.Rank], target = stackalloc int[shape.Rank];
        BroadcastPlan.Strides(shape, x.Shape, source);
        BroadcastPlan.Strides(shape, shape, target);
        StridedCopy.Run(shape, x.View, 0, source, y.View, 0, target);
        return y.Record("BroadcastTo", [x], dy => [BroadcastGradient.SumTo(dy, x.Shape)]);
    }
}
