using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers.Parametrizations;

/// <summary>
/// Spectral normalisation (Miyato, Kataoka, Koyama, Yoshida 2018; torch.nn.utils.parametrizations.spectral_norm): W/σ, with σ the largest
/// singular value of W as a matrix of one row for each output feature, so that the layer stretches no input more than a factor of 1.
/// σ = uᵀWv, with u and v from power iteration: u ← Wv/‖Wv‖, v ← Wᵀu/‖Wᵀu‖, once in each forward pass in training, 15 times at first and
/// never in evaluation. The gradient passes through σ with u and v as constants. A weight of zeros has no direction and gives NaN.
/// </summary>
public sealed class SpectralNorm : Parametrization
{
    private const int FirstIterations = 15;
    private const float Epsilon = 1e-12f;

    private readonly int axis;
    private readonly Tensor left, right;

    private SpectralNorm(IWeightedLayer layer, RandomSource random)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        axis = layer.OutputAxis;
        Tensor matrix = Matrix(layer.Weight.Detach());
        left = AddBuffer(random.Device, "u", [matrix.Shape[0], 1], 0);
        right = AddBuffer(random.Device, "v", [matrix.Shape[1], 1], 0);
        random.FillNormal(left);
        random.FillNormal(right);
        Tensor v = Unit(right);
        for (int i = 0; i < FirstIterations; i++)
            (_, v) = Iterate(matrix, v);
    }

    /// <summary>Normalises every weight of a layer or network.</summary>
    /// <param name="network">Returned.</param>
    /// <param name="random">Draws where the iteration begins.</param>
    public static T On<T>(T network, RandomSource random)
        where T : Module =>
        Attach(network, layer => new SpectralNorm(layer, random));

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor matrix = Matrix(x);
        (Tensor u, Tensor v) = IsTraining ? Iterate(matrix.Detach(), right) : (left, right);
        Tensor sigma = (matrix.MatMul(v) * u).Sum();
        return x / sigma;
    }

    /// <summary>The weight with a row for each output feature, (O, rest).</summary>
    private Tensor Matrix(Tensor weight)
    {
        if (axis == 0)
            return weight.Reshape(weight.Shape[0], -1);
        int[] order = [axis, .. Enumerable.Range(0, weight.Rank).Where(a => a != axis)];
        return weight.Permute(order).Reshape(weight.Shape[axis], -1);
    }

    /// <summary>One step from v, kept in the buffers; returns copies of its own, which a later step does not change.</summary>
    private (Tensor U, Tensor V) Iterate(Tensor matrix, Tensor v)
    {
        using var noGrad = new NoGradScope();
        Tensor u = Unit(matrix.MatMul(v));
        v = Unit(matrix.MatMul(u, transposeThis: true));
        left.CopyFrom(u);
        right.CopyFrom(v);
        return (u, v);
    }

    private static Tensor Unit(Tensor x) => x / x.Square().Sum().Sqrt().Clamp(low: Epsilon);
}
