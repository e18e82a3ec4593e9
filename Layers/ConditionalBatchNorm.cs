using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Class-conditional batch normalisation: y = γ[label]·norm(x) + β[label], a scale and a shift for each class and feature; mean and
/// variance are of the whole batch (Dumoulin et al. 2017, "A Learned Representation for Artistic Style"; the generator of Miyato, Koyama
/// 2018).
/// Shapes: x and y (N, C, …), γ and β (K, C).
/// </summary>
public sealed class ConditionalBatchNorm : Module
{
    private readonly BatchNorm norm;
    private readonly ClassLabels labels;
    private readonly Embedding gamma, beta;

    /// <param name="norm">The normalisation, without a scale and shift of its own; taken over.</param>
    /// <param name="features">C.</param>
    /// <param name="labels">Of the batch.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="weights">How γ starts: at 1 if left out.</param>
    /// <param name="biases">How β starts: at 0 if left out.</param>
    public ConditionalBatchNorm(
        BatchNorm norm, int features, ClassLabels labels, RandomSource random, Initializer? weights = null, Initializer? biases = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        this.labels = labels;
        this.norm = AddChild("norm", norm);
        gamma = AddChild("gamma", new Embedding(labels.Count, features, random, weights ?? Initializers.Ones));
        beta = AddChild("beta", new Embedding(labels.Count, features, random, biases ?? Initializers.Zeros));
    }

    public override string Description => $"Conditional{norm.Description} of {labels.Count}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor normalized = norm.Forward(x);
        Shape each = x.Shape.OnesFrom(2);
        return (normalized * labels.Rows(gamma, x.Shape[0]).Reshape(each)) + labels.Rows(beta, x.Shape[0]).Reshape(each);
    }

    public override Shape OutputShape(Shape input) => norm.OutputShape(input);
}
