using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The batch normalisation of BigGAN's generator (Brock, Donahue, Simonyan 2019): y = (1 + Γ·c)·norm(x) + B·c, with scale and shift of each
/// sample linear functions, without bias, of its class embedding and a chunk of its z, c. Shapes: x and y (N, C, H, W), c (N, S), Γ and B
/// (C, S).
/// </summary>
public sealed class LatentBatchNorm : Module
{
    private readonly BatchNorm2d norm;
    private readonly LatentChunks chunks;
    private readonly int index;
    private readonly Dense gamma, beta;

    /// <param name="features">C.</param>
    /// <param name="chunks">Of the batch.</param>
    /// <param name="index">Which of them it reads.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="weights">How Γ and B begin: PyTorch's default if left out.</param>
    public LatentBatchNorm(int features, LatentChunks chunks, int index, RandomSource random, Initializer? weights = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        (this.chunks, this.index) = (chunks, index);
        norm = AddChild("norm", new BatchNorm2d(features, random, affine: false));
        gamma = AddChild("gamma", new Dense(chunks.Size, features, random, bias: false, weights: weights));
        beta = AddChild("beta", new Dense(chunks.Size, features, random, bias: false, weights: weights));
    }

    public override string Description => $"Latent{norm.Description} of chunk {index}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor normalized = norm.Forward(x), chunk = chunks[index];
        Shape each = x.Shape.OnesFrom(2);
        return (normalized * (gamma.Forward(chunk).Reshape(each) + 1)) + beta.Forward(chunk).Reshape(each);
    }

    public override Shape OutputShape(Shape input) => norm.OutputShape(input);
}
