using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The last layer of a discriminator that reads captions: a <see cref="ProjectionHead"/> whose embedding is a linear function V of the
/// caption's vector φ, score(f, caption) = (V·φ)·f + ψ(f). Shapes: f (N, F), φ (N, H), V (F, H), score (N, 1).
/// </summary>
public sealed class TextHead : Module
{
    private readonly Dense psi, projection;
    private readonly ClassLabels labels;
    private readonly TextEncoder encoder;

    /// <param name="psi">F → 1, the score without a caption; taken over.</param>
    /// <param name="labels">Which caption each sample of the batch has.</param>
    /// <param name="encoder">Taken over.</param>
    /// <param name="random">Draws V, Glorot uniform.</param>
    public TextHead(Dense psi, ClassLabels labels, TextEncoder encoder, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(psi);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(encoder);
        this.labels = labels;
        this.psi = AddChild("psi", psi);
        this.encoder = AddChild("text", encoder);
        projection = AddChild(
            "projection", new Dense(encoder.Size, psi.Inputs, random, bias: false, weights: Initializers.GlorotUniform));
    }

    public override string Description => $"TextHead {psi.Inputs}→{psi.Outputs}, {encoder.Description}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return psi.Forward(x) + (projection.Forward(encoder.Forward(labels.Required)) * x).Sum([1], keepDims: true);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 ? psi.OutputShape(input) : throw WrongInput($"(N, {psi.Inputs})", input);
}
