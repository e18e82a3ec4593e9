using GanFromScratch.Engine.Kernels.Reduce;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// Reduces a tensor over any set of axes with a kernel that supports only (outer, length, inner): neighbouring reduced axes are merged,
/// and if kept axes lie between them, the innermost group is reduced first.
/// </summary>
internal static class ReduceAxes
{
    /// <param name="kept">The shape with every reduced axis as 1, which is also the result's.</param>
    public static Tensor Run<TReduction>(Tensor x, int[] axes, int divisor, out Shape kept)
        where TReduction : unmanaged, IReduction
    {
        uint mask = Mask(x.Shape, axes);
        kept = x.Shape;
        Tensor current = x;
        int axis = x.Rank - 1;
        do
        {
            while (axis >= 0 && (mask >> axis & 1) == 0)
                axis--;
            int end = axis + 1;
            while (axis >= 0 && (mask >> axis & 1) == 1)
                kept = kept.With(axis--, 1);
            int begin = axis + 1;
            Shape from = current.Shape;
            bool last = (mask & ((1u << begin) - 1)) == 0;
            Tensor y = Tensor.Allocate(x.Device, kept);
            var reduce = new Reduce(from.Product(0, begin), from.Product(begin, end), from.Product(end, from.Rank), last ? divisor : 1);
            reduce.Run<TReduction>(current.View, y.View);
            current = y;
            mask &= (1u << begin) - 1;
        }
        while (mask != 0);
        return current;
    }

    /// <summary>The shape without the reduced axes.</summary>
    public static Shape Without(Shape shape, int[] axes)
    {
        uint mask = Mask(shape, axes);
        Span<int> left = stackalloc int[shape.Rank];
        int count = 0;
        for (int i = 0; i < shape.Rank; i++)
        {
            if ((mask >> i & 1) == 0)
                left[count++] = shape[i];
        }

        return Shape.Create(left[..count]);
    }

    /// <summary>The reduced axes, counted from the front; all of them if none is named.</summary>
    public static int[] Listed(Shape shape, int[] axes)
    {
        uint mask = Mask(shape, axes);
        return [.. Enumerable.Range(0, shape.Rank).Where(i => (mask >> i & 1) == 1)];
    }

    /// <summary>The number of elements that are reduced to one.</summary>
    public static int Count(Shape shape, int[] axes)
    {
        uint mask = Mask(shape, axes);
        int count = 1;
        for (int i = 0; i < shape.Rank; i++)
            count *= (mask >> i & 1) == 1 ? shape[i] : 1;
        return count;
    }

    private static uint Mask(Shape shape, int[] axes)
    {
        if (axes.Length == 0)
            return (1u << shape.Rank) - 1;
        uint mask = 0;
        foreach (int axis in axes)
        {
            uint bit = 1u << shape.Axis(axis);
            if ((mask & bit) != 0)
                throw new ShapeException($"A reduction of {shape} names axis {axis} twice.");
            mask |= bit;
        }

        return mask;
    }
}
