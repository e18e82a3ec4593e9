using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Rearranges channels into pixels (torch.nn.PixelShuffle): after a convolution this is sub-pixel upsampling, in which every new pixel is
/// computed. Shapes: x (N, C·factor², H, W), y (N, C, H·factor, W·factor).
/// </summary>
public sealed class PixelShuffle : Module
{
    private readonly int factor;

    /// <param name="factor">The factor by which height and width grow, at least 1.</param>
    public PixelShuffle(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        this.factor = factor;
    }

    public override string Description => $"PixelShuffle ×{factor}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.PixelShuffle(factor);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[1] % ((long)factor * factor) == 0
            ? [input[0], input[1] / (factor * factor), input[2] * factor, input[3] * factor]
            : throw WrongInput($"(N, C, H, W) with a multiple of {(long)factor * factor} channels", input);
}
