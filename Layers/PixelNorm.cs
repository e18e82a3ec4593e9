using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Each pixel's channels brought to the length √C: y = x/√(mean of x² + ε); for latent vectors too. Karras, Aila, Laine, Lehtinen 2018
/// (ProGAN). Shapes: x (N, C) or (N, C, …).
/// </summary>
/// <param name="epsilon">Keeps the root away from 0.</param>
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
