using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Adds noise to feature maps, y = x + strength·n with one n ~ N(0, 1) for each pixel of a sample, the same for all its channels, and a
/// learned strength (StyleGAN, Karras, Laine, Aila 2019, section 2; one strength a layer, as in StyleGAN2). It gives the generator what is
/// random in an image, such as the rough edge of a stroke, without the latent vector. In training n is new in every pass; in evaluation it
/// is the same map for every sample and in every pass, drawn when the layer is made and saved with it. Shapes: x (N, C, H, W), strength
/// (1), the fixed noise (1, 1, H, W).
/// </summary>
public sealed class NoiseInjection : Module
{
    private readonly RandomSource random;
    private readonly Parameter strength;
    private readonly Tensor still;

    /// <param name="height">Height of the feature maps, at least 1.</param>
    /// <param name="width">Their width, at least 1.</param>
    /// <param name="random">Draws the noise; must outlive the training. The strength begins at 0.</param>
    public NoiseInjection(int height, int width, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        this.random = random;
        strength = AddParameter("strength", [1], Initializers.Zeros, default, random);
        still = AddBuffer(random.Device, "noise", [1, 1, height, width], 0);
        random.FillNormal(still);
    }

    public override string Description => $"NoiseInjection {still.Shape[2]}×{still.Shape[3]}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape map = OutputShape(x.Shape).With(1, 1);
        return x + ((IsTraining ? random.Normal(map) : still) * strength.Effective());
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[2] == still.Shape[2] && input[3] == still.Shape[3]
            ? input
            : throw WrongInput($"(N, C, {still.Shape[2]}, {still.Shape[3]})", input);
}
