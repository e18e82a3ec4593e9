namespace GanFromScratch.Engine.Ops;

/// <summary>
/// γ·(x − μ)/√(σ² + ε) + β, where μ and σ² are those of one sample, over its last axes: batch normalization of a single image with a
/// channel for each sample. Shapes: x and y (…, normalized), γ and β (normalized) or none.
/// Ba, Kiros, Hinton, "Layer Normalization", 2016.
/// </summary>
internal static class LayerNormOp
{
    public static Tensor Apply(Tensor x, Shape normalized, Tensor? gamma, Tensor? beta, float epsilon)
    {
        int outer = x.Rank - normalized.Rank;
        if (normalized.Rank < 1 || outer < 0 || !x.Shape.Skip(outer).SequenceEqual(normalized))
            throw new ShapeException($"LayerNorm over {normalized} needs an input whose shape ends in it, got {x.Shape}.");
        if (normalized.Size < 2)
            throw new ShapeException($"LayerNorm over {normalized} needs at least 2 values to have a variance; normalize over more axes.");
        CheckShape("gamma", gamma, normalized);
        CheckShape("beta", beta, normalized);
        Tensor y = x.Reshape(Shape.Create([1, x.Shape.Product(0, outer), normalized.Size]))
            .BatchNorm(null, null, null, null, training: true, epsilon: epsilon).Reshape(x.Shape);
        y = gamma == null ? y : y * gamma;
        return beta == null ? y : y + beta;
    }

    private static void CheckShape(string name, Tensor? tensor, Shape normalized)
    {
        if (tensor != null && tensor.Shape != normalized)
            throw new ShapeException($"LayerNorm over {normalized}: {name} must have that shape, got {tensor.Shape}.");
    }
}
