namespace GanFromScratch.Engine.Autograd;

/// <summary>The gradient of a broadcast: values repeated in the forward pass are summed in the backward pass.</summary>
internal static class BroadcastGradient
{
    /// <summary>Sums a gradient over the axes along which an operand of shape <paramref name="shape"/> was repeated.</summary>
    public static Tensor SumTo(Tensor gradient, Shape shape)
    {
        if (gradient.Shape == shape)
            return gradient;
        int added = gradient.Rank - shape.Rank;
        Span<int> axes = stackalloc int[Shape.MaxRank];
        int count = 0;
        for (int i = 0; i < gradient.Rank; i++)
        {
            if (i < added || (shape[i - added] == 1 && gradient.Shape[i] != 1))
                axes[count++] = i;
        }

        return gradient.Sum(axes[..count].ToArray(), keepDims: true).Reshape(shape);
    }
}
