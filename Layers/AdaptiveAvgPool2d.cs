using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Average pooling to a fixed output size for images of any size (torch.nn.AdaptiveAvgPool2d); size 1 is global average pooling. Shapes: x
/// (N, C, H, W), y (N, C, size.H, size.W).
/// </summary>
public sealed class AdaptiveAvgPool2d : Module
{
    private readonly Pair size;

    /// <param name="size">Height and width of the result, at least 1.</param>
    public AdaptiveAvgPool2d(Pair size)
    {
        if (size.H < 1 || size.W < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, "Expected at least 1 in both directions.");
        this.size = size;
    }

    public override string Description => $"AdaptiveAvgPool2d {size.H}×{size.W}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.AdaptiveAvgPool2d(size.H, size.W);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[2] > 0 && input[3] > 0
            ? [input[0], input[1], size.H, size.W]
            : throw WrongInput("(N, C, H, W) with at least one pixel", input);
}
