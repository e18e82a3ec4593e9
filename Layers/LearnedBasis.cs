using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Where the generator of R3GAN begins (Huang et al. 2024): learned feature maps, each scaled by a linear function of the input:
/// y_c = basis_c·(W·x)_c. Shapes: x (N, In), weight (C, In), basis (C, H, W), y (N, C, H, W).
/// </summary>
public sealed class LearnedBasis : Module, IWeightedLayer
{
    private readonly Parameter basis;

    /// <param name="inputs">Length of a latent vector, at least 1.</param>
    /// <param name="features">Shape of a sample's output, (C, H, W).</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="weights">Normal with deviation 1/√In if left out. The basis begins at N(0, 1).</param>
    public LearnedBasis(int inputs, Shape features, RandomSource random, Initializer? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        if (features.Rank != 3 || features.Size < 1)
            throw new ArgumentOutOfRangeException(nameof(features), features, "Expected (channels, height, width).");
        var fan = new Fan(inputs, features[0]);
        Weight = AddParameter("weight", [features[0], inputs], weights ?? Initializers.FanInNormal(1), fan, random);
        basis = AddParameter("basis", features, Initializers.Normal(0, 1), default, random);
    }

    public Parameter Weight { get; }

    public int OutputAxis => 0;

    public override string Description => $"LearnedBasis {Weight.Shape[1]}→{string.Join('×', basis.Shape.ToArray())}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape output = OutputShape(x.Shape);
        return x.Linear(Weight.Effective()).Reshape(output[0], output[1], 1, 1) * basis.Effective();
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 && input[1] == Weight.Shape[1] ? [input[0], .. basis.Shape] : throw WrongInput($"(N, {Weight.Shape[1]})", input);
}
