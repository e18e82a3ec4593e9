using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Self-attention over the places of a feature map (Zhang, Goodfellow, Metaxas, Odena 2019, "Self-Attention Generative Adversarial
/// Networks"), as in the authors' and BigGAN's code: every place reads a weighted mean of all places, where a convolution reads its
/// neighbours only.
/// <code>
///   β = softmax(θ(x)ᵀ·φ(x)) over the pooled places        o = W·(g(x)·βᵀ)        y = γ·o + x
/// </code>
/// θ, φ, g and W are 1×1 convolutions without bias, to C/8, C/8, C/2 and back to C channels; φ and g are max-pooled 2×2, for a quarter of
/// the products. γ is learned and begins at 0, so the layer begins as the identity. Shapes: x and y (N, C, H, W), β (N, H·W,
/// ⌊H/2⌋·⌊W/2⌋), γ (1).
/// </summary>
public sealed class SelfAttention2d : Module
{
    private const int Reduction = 8, Window = 2;

    private readonly int channels;
    private readonly Conv2d theta, phi, g, output;
    private readonly MaxPool2d pool;
    private readonly Parameter gamma;

    /// <param name="channels">C, at least 8.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="weights">How the four convolutions begin: PyTorch's default if left out.</param>
    public SelfAttention2d(int channels, RandomSource random, Initializer? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, Reduction);
        this.channels = channels;
        theta = AddChild("theta", Mix(channels, channels / Reduction));
        phi = AddChild("phi", Mix(channels, channels / Reduction));
        g = AddChild("g", Mix(channels, channels / 2));
        output = AddChild("o", Mix(channels / 2, channels));
        pool = AddChild("pool", new MaxPool2d(Window));
        gamma = AddParameter("gamma", [1], Initializers.Zeros, default, random);

        Conv2d Mix(int inputs, int outputs) => new(inputs, outputs, 1, random, bias: false, weights: weights);
    }

    public override string Description => $"SelfAttention2d {channels}";

    /// <summary>β: for each place how much it attends to each pooled place; a row sums to 1. Shapes: x (N, C, H, W), β (N, H·W, H·W/4).
    /// </summary>
    public Tensor Attention(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return Places(theta.Forward(x)).MatMul(Places(pool.Forward(phi.Forward(x))), transposeThis: true).Softmax();
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor attention = Attention(x);
        Tensor read = Places(pool.Forward(g.Forward(x))).MatMul(attention, transposeOther: true);
        return (output.Forward(read.Reshape(x.Shape.With(1, channels / 2))) * gamma.Effective()) + x;
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[1] == channels && input[2] >= Window && input[3] >= Window
            ? input
            : throw WrongInput($"(N, {channels}, H, W) of at least {Window}×{Window} pixels", input);

    /// <summary>(N, C, H, W) as (N, C, H·W).</summary>
    private static Tensor Places(Tensor x) => x.Reshape(x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]);
}
