using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.StridedCopy;

namespace GanFromScratch.Engine.Ops;

/// <summary>Tensors one after the other along an axis; all other sizes must agree.</summary>
internal static class ConcatOp
{
    public static Tensor Apply(Tensor[] parts, int axis)
    {
        if (parts.Length == 0)
            throw new ShapeException("Concat needs at least one tensor.");
        Shape first = parts[0].Shape;
        axis = first.Axis(axis);
        int total = 0;
        foreach (Tensor part in parts)
        {
            if (part.Rank != first.Rank || part.Shape.With(axis, 0) != first.With(axis, 0))
                throw new ShapeException($"Concat along axis {axis}: all other sizes must agree, got {first} and {part.Shape}.");
            total += part.Shape[axis];
        }

        Tensor y = Tensor.Allocate(parts[0].Device, first.With(axis, total));
        Span<int> source = stackalloc int[first.Rank], target = stackalloc int[first.Rank];
        BroadcastPlan.Strides(y.Shape, y.Shape, target);
        int inner = first.Product(axis + 1, first.Rank), begin = 0;
        foreach (Tensor part in parts)
        {
            BroadcastPlan.Strides(part.Shape, part.Shape, source);
            StridedCopy.Run(part.Shape, part.View, 0, source, y.View, begin * inner, target);
            begin += part.Shape[axis];
        }

        y.Trace?.Note(("axis", axis));
        return y.Record("Concat", parts, dy =>
        {
            var gradients = new Tensor?[parts.Length];
            int offset = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                int count = parts[i].Shape[axis];
                gradients[i] = BackwardPass.Wants(parts[i]) ? SliceOp.Apply(dy, axis, offset, count) : null;
                offset += count;
            }

            return gradients;
        });
    }
}
