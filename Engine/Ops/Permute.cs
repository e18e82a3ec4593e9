using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.StridedCopy;

namespace GanFromScratch.Engine.Ops;

/// <summary>Axes in another order: y's axis i is x's axis order[i]. A copy.</summary>
internal static class PermuteOp
{
    public static Tensor Apply(Tensor x, params int[] order)
    {
        int rank = x.Rank;
        Span<int> sizes = stackalloc int[rank], strides = stackalloc int[rank], source = stackalloc int[rank],
        target = stackalloc int[rank];
        int[] inverse = new int[rank];
        BroadcastPlan.Strides(x.Shape, x.Shape, strides);
        Array.Fill(inverse, -1);
        for (int i = 0; i < order.Length && order.Length == rank; i++)
        {
            int axis = x.Shape.Axis(order[i]);
            inverse[axis] = i;
            sizes[i] = x.Shape[axis];
            source[i] = strides[axis];
        }

        if (order.Length != rank || Array.IndexOf(inverse, -1) >= 0)
            throw new ShapeException($"Permute of {x.Shape} needs each of its {rank} axes once, got ({string.Join(", ", order)}).");

        Tensor y = Tensor.Allocate(x.Device, Shape.Create(sizes));
        BroadcastPlan.Strides(y.Shape, y.Shape, target);
        StridedCopy.Run(y.Shape, x.View, 0, source, y.View, 0, target);
        y.Trace?.Note(("order", Array.ConvertAll(order, x.Shape.Axis)));
        return y.Record("Permute", [x], dy => [Apply(dy, inverse)]);
    }
}
