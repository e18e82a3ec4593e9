using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The learned constant where the generator of StyleGAN begins (Karras, Laine, Aila 2019): feature maps that are the same for every
/// sample; all that differs comes from styles and noise. The input gives only the number of samples. Shapes: x (N, …), constant (C, H, W),
/// y (N, C, H, W).
/// </summary>
public sealed class ConstantInput : Module
{
    private readonly Parameter constant;

    /// <param name="features">Shape of a sample's output, (C, H, W).</param>
    /// <param name="random">Draws the initial values from N(0, 1); determines the device.</param>
    public ConstantInput(Shape features, RandomSource random)
    {
        if (features.Rank != 3 || features.Size < 1)
            throw new ArgumentOutOfRangeException(nameof(features), features, "Expected (channels, height, width).");
        constant = AddParameter("constant", features, Initializers.Normal(0, 1), default, random);
    }

    public override string Description => $"ConstantInput {string.Join('×', constant.Shape.ToArray())}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return constant.Effective().BroadcastTo(OutputShape(x.Shape));
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank >= 1 ? [input[0], .. constant.Shape] : throw WrongInput("(N, …)", input);
}
