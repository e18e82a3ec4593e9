using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Upsamples images by an integer factor (torch.nn.Upsample with a scale factor). Shapes: x (N, C, H, W), y (N, C, H·scale, W·scale).
/// </summary>
public sealed class Upsample : Module
{
    private readonly Pair scale;
    private readonly UpsampleMode mode;
    private readonly bool alignCorners;

    /// <param name="scale">The factor for each direction, at least 1.</param>
    /// <param name="mode">Nearest is PyTorch's default.</param>
    /// <param name="alignCorners">Whether the corner pixels of input and output are aligned; for bilinear.</param>
    public Upsample(Pair scale, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false)
    {
        if (scale.H < 1 || scale.W < 1)
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "Expected at least 1 in both directions.");
        if (alignCorners && mode == UpsampleMode.Nearest)
            throw new ArgumentException(
                "The nearest pixel has no corners to align; set alignCorners for bilinear only.", nameof(alignCorners));
        this.scale = scale;
        this.mode = mode;
        this.alignCorners = alignCorners;
    }

    public Pair Scale => scale;

    public UpsampleMode Mode => mode;

    public bool AlignCorners => alignCorners;

    public override string Description =>
        $"Upsample ×{scale} {(mode == UpsampleMode.Nearest ? "nearest" : "bilinear")}{(alignCorners ? " aligned" : "")}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape output = OutputShape(x.Shape);
        return x.Upsample(output[2], output[3], mode, alignCorners);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[2] > 0 && input[3] > 0
            ? [input[0], input[1], input[2] * scale.H, input[3] * scale.W]
            : throw WrongInput("(N, C, H, W) with at least one pixel", input);
}
