namespace GanFromScratch.Engine.Ops;

/// <summary>
/// γ·(x − μ)/√(σ² + ε) + β, where μ and σ² are those of one channel of one image: batch normalization of a single image with the channels
/// of all images. Shapes: x and y (N, C, …), γ and β (C) or none.
/// Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016.
/// </summary>
internal static class InstanceNormOp
{
    public static Tensor Apply(Tensor x, Tensor? gamma, Tensor? beta, float epsilon)
    {
        if (x.Rank < 3 || x.Shape.Product(2, x.Rank) < 2)
            throw new ShapeException(
                $"InstanceNorm needs an input of shape (N, C, …) with at least 2 values per channel to have a variance, got {x.Shape}.");
        CheckChannels("gamma", gamma, x.Shape);
        CheckChannels("beta", beta, x.Shape);
        (int N, int C, int inner) = (x.Shape[0], x.Shape[1], x.Shape.Product(2, x.Rank));
        Tensor y = x.Reshape(Shape.Create([1, N * C, inner])).BatchNorm(null, null, null, null, training: true, epsilon: epsilon);
        if (gamma == null && beta == null)
            return y.Reshape(x.Shape);
        y = y.Reshape(Shape.Create([N, C, inner]));
        y = gamma == null ? y : y * gamma.Reshape(Shape.Create([C, 1]));
        y = beta == null ? y : y + beta.Reshape(Shape.Create([C, 1]));
        return y.Reshape(x.Shape);
    }

    private static void CheckChannels(string name, Tensor? tensor, Shape x)
    {
        if (tensor != null && tensor.Shape != [x[1]])
            throw new ShapeException($"InstanceNorm of an input of shape {x}: {name} must have shape ({x[1]}), got {tensor.Shape}.");
    }
}
