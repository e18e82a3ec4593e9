using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Instance normalisation: y = γ·(x − mean)/√(variance + ε) + β, each channel of each image with its own mean and variance, in training and
/// evaluation (torch.nn.InstanceNorm2d without running statistics, which is its default). Ulyanov, Vedaldi, Lempitsky 2016. Shapes: x (N,
/// C, H, W), γ and β (C).
/// </summary>
public sealed class InstanceNorm2d : Module
{
    private readonly int features;
    private readonly float epsilon;
    private readonly Parameter? gamma;
    private readonly Parameter? beta;

    /// <param name="features">C, at least 1.</param>
    /// <param name="random">Determines the device; β starts at 0.</param>
    /// <param name="epsilon">Added to the variance, so that the square root is not 0.</param>
    /// <param name="affine">Whether there are γ and β.</param>
    /// <param name="weights">How γ starts: at 1 if left out.</param>
    public InstanceNorm2d(int features, RandomSource random, float epsilon = 1e-5f, bool affine = false, Initializer? weights = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        this.features = features;
        this.epsilon = epsilon;
        if (!affine)
            return;
        gamma = AddParameter("weight", [features], weights ?? Initializers.Ones, default, random);
        beta = AddParameter("bias", [features], Initializers.Zeros, default, random);
    }

    public override string Description => $"InstanceNorm2d {features}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.InstanceNorm(gamma?.Effective(), beta?.Effective(), epsilon);
    }

    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 4 || input[1] != features)
            throw WrongInput($"(N, {features}, H, W)", input);
        return (long)input[2] * input[3] > 1
            ? input
            : throw WrongInput("with more than one pixel, whose variance would be 0 otherwise", input);
    }
}
