using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The sum of each channel over all places, where the discriminators of SNGAN, SAGAN and BigGAN end: with spectral normalisation behind it
/// a mean would leave scores near 0. Shapes: x (N, C, H, W), y (N, C).
/// </summary>
public sealed class GlobalSumPool2d : Module
{
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.Sum([2, 3]);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 ? [input[0], input[1]] : throw WrongInput("(N, C, H, W)", input);
}
