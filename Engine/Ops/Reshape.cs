namespace GanFromScratch.Engine.Ops;

/// <summary>The same numbers under another shape, sharing memory. One size may be −1: it is inferred.</summary>
internal static class ReshapeOp
{
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> sizes)
    {
        Shape shape = Resolve(x.Shape, sizes);
        return shape == x.Shape ? x : Apply(x, shape);
    }

    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (shape.Size != x.Length)
            throw new ShapeException($"Reshape: {x.Shape} has {x.Length} elements and {shape} has {shape.Size}; they must be as many.");
        return x.Alias(shape).Record("Reshape", [x], dy => [Apply(dy, x.Shape)]);
    }

    private static Shape Resolve(Shape from, ReadOnlySpan<int> sizes)
    {
        Span<int> resolved = stackalloc int[sizes.Length];
        int free = -1, known = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            resolved[i] = sizes[i];
            if (sizes[i] != -1)
                known *= sizes[i];
            else if (free < 0)
                free = i;
            else
                throw new ShapeException($"Reshape of {from}: only one size can be -1, got ({string.Join(", ", sizes.ToArray())}).");
        }

        if (free >= 0)
        {
            if (known == 0 || from.Size % known != 0)
                throw new ShapeException(
                    $"Reshape: {from} has {from.Size} elements, which ({string.Join(", ", sizes.ToArray())}) does not divide.");
            resolved[free] = from.Size / known;
        }

        return Shape.Create(resolved);
    }
}
