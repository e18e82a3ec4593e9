using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Normalises each pixel's channel vector to length √C: y = x/√(mean of x² + ε); also for latent vectors. Karras, Aila, Laine, Lehtinen
/// 2018 (ProGAN). Shapes: x (N, C) or (N, C, …).
/// </summary>
/// <param name="epsilon">Added to the mean square, so that the square root is not 0.</param>
public sealed class PixelNorm(float epsilon = 1e-8f) : Module
{
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.PixelNorm(epsilon);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank >= 2 && input[1] > 0 ? input : throw WrongInput("(N, C) or (N, C, …)", input);
}
