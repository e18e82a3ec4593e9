using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Rearranges pixels into channels (torch.nn.PixelUnshuffle), the inverse of <see cref="PixelShuffle"/>. Shapes: x (N, C, H, W), y (N,
/// C·factor², H/factor, W/factor).
/// </summary>
public sealed class PixelUnshuffle : Module
{
    private readonly int factor;

    /// <param name="factor">The factor by which height and width shrink, at least 1.</param>
    public PixelUnshuffle(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        this.factor = factor;
    }

    public override string Description => $"PixelUnshuffle ÷{factor}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.PixelUnshuffle(factor);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[2] % factor == 0 && input[3] % factor == 0
            ? [input[0], input[1] * factor * factor, input[2] / factor, input[3] / factor]
            : throw WrongInput($"(N, C, H, W) whose height and width are multiples of {factor}", input);
}
