using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Layer normalisation: y = γ·(x − mean)/√(variance + ε) + β, each sample with the mean and variance over its own features
/// (torch.nn.LayerNorm). Ba, Kiros, Hinton 2016. Shapes: x (…, shape), γ and β (shape).
/// </summary>
public sealed class LayerNorm : Module
{
    private readonly Shape shape;
    private readonly float epsilon;
    private readonly Parameter? gamma;
    private readonly Parameter? beta;

    /// <param name="shape">The trailing dimensions of the input, over which it is normalised; at least 2 elements.</param>
    /// <param name="random">Determines the device; γ starts at 1 and β at 0.</param>
    /// <param name="epsilon">Added to the variance, so that the square root is not 0.</param>
    /// <param name="affine">Whether there are γ and β.</param>
    /// <param name="bias">Whether there is a β beside γ.</param>
    public LayerNorm(Shape shape, RandomSource random, float epsilon = 1e-5f, bool affine = true, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (shape.Rank < 1 || shape.Size < 2)
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "Expected at least 2 numbers to normalise over.");
        this.shape = shape;
        this.epsilon = epsilon;
        if (affine)
            gamma = AddParameter("weight", shape, Initializers.Ones, default, random);
        if (affine && bias)
            beta = AddParameter("bias", shape, Initializers.Zeros, default, random);
    }

    /// <summary>Added to the variance.</summary>
    public float Epsilon => epsilon;

    /// <summary>The trailing dimensions over which it normalises.</summary>
    public Shape Normalized => shape;

    public override string Description => $"LayerNorm {string.Join('×', shape.ToArray())}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.LayerNorm(shape, gamma?.Effective(), beta?.Effective(), epsilon);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank >= shape.Rank && input.Skip(input.Rank - shape.Rank).SequenceEqual(shape)
            ? input
            : throw WrongInput($"(…, {string.Join(", ", shape.ToArray())})", input);
}
