using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Minibatch discrimination (Salimans et al. 2016, section 3.2): appends to each sample's features how near the other samples of the batch
/// are, so that a discriminator sees when all are alike. Kernel b projects the features f to M_b = f·T_b and appends
/// o(xᵢ)_b = Σ_{j≠i} exp(−‖M_{i,b} − M_{j,b}‖₁). Shapes: x (N, In), T (In, kernels·dimensions), y (N, In + kernels).
/// </summary>
public sealed class MinibatchDiscrimination : Module
{
    private readonly int inputs, kernels, dimensions;
    private readonly Parameter projection;

    /// <param name="inputs">Features of a sample, at least 1.</param>
    /// <param name="kernels">B, the features to append, at least 1.</param>
    /// <param name="dimensions">C, the length of a projection, at least 1.</param>
    /// <param name="random">Draws T; determines the device.</param>
    /// <param name="weights">How T begins: normal with deviation 0.05 if left out, as in the authors' code.</param>
    public MinibatchDiscrimination(int inputs, int kernels, int dimensions, RandomSource random, Initializer? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        (this.inputs, this.kernels, this.dimensions) = (inputs, kernels, dimensions);
        projection = AddParameter(
            "weight", [inputs, kernels * dimensions], weights ?? Initializers.Normal(0, 0.05f), new Fan(inputs, kernels * dimensions),
            random);
    }

    public override string Description => $"MinibatchDiscrimination {inputs}→{inputs}+{kernels}×{dimensions}";

    public override bool MixesSamples => true;

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        int n = x.Shape[0];
        Tensor m = x.MatMul(projection.Effective());
        Tensor distances = (m.Reshape(n, 1, kernels, dimensions) - m.Reshape(1, n, kernels, dimensions)).Abs().Sum([3]);

        // A sample's distance from itself is 0 and adds exp(0).
        Tensor nearness = (-distances).Exp().Sum([1]) - 1;
        return Tensor.Concat([x, nearness], 1);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 && input[1] == inputs ? input.With(1, inputs + kernels) : throw WrongInput($"(N, {inputs})", input);
}
