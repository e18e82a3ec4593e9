using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Adaptive instance normalisation, AdaIN (Huang, Belongie 2017; StyleGAN, Karras, Laine, Aila 2019): instance normalisation, then a scale
/// and a shift of each channel from a style w: y = (1 + γ)·(x − mean)/√(variance + ε) + β with (γ, β) = A·w + a. So a channel of an image
/// has the mean β and the deviation 1 + γ. Shapes: x and y (N, C, H, W), style (N, S), A (2C, S), its first C rows those of γ.
/// </summary>
public sealed class AdaptiveInstanceNorm2d : Module
{
    private readonly int features;
    private readonly Style style;
    private readonly InstanceNorm2d norm;
    private readonly Dense affine;

    /// <param name="features">C, at least 1.</param>
    /// <param name="style">Of the batch.</param>
    /// <param name="random">Draws A; determines the device. a begins at 0.</param>
    /// <param name="epsilon">Added to the variance, so that the square root is not 0.</param>
    public AdaptiveInstanceNorm2d(int features, Style style, RandomSource random, float epsilon = 1e-5f)
    {
        ArgumentNullException.ThrowIfNull(style);
        (this.features, this.style) = (features, style);
        norm = AddChild("norm", new InstanceNorm2d(features, random, epsilon));
        affine = AddChild(
            "affine",
            new Dense(style.Size, 2 * features, random, weights: Initializers.FanInNormal(1), biases: Initializers.Zeros));
    }

    public override string Description => $"AdaptiveInstanceNorm2d {features}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor normalized = norm.Forward(x);
        int n = x.Shape[0];
        Tensor both = affine.Forward(style.Of(n)).Reshape(n, 2 * features, 1, 1);
        return (normalized * (both.Slice(1, 0, features) + 1)) + both.Slice(1, features, features);
    }

    public override Shape OutputShape(Shape input) => norm.OutputShape(input);
}
