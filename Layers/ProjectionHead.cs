using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The last layer of a projection discriminator (Miyato, Koyama 2018, eq. 3): score(f, label) = V[label]·f + ψ(f). The inner product with
/// the label's embedding judges whether the features fit the label, ψ whether they look real. Shapes: f (N, F), V (K, F), score (N, 1).
/// </summary>
public sealed class ProjectionHead : Module
{
    private readonly Dense psi;
    private readonly ClassLabels labels;
    private readonly Embedding embedding;

    /// <param name="psi">F → 1, the score without a label; taken over.</param>
    /// <param name="labels">Of the batch.</param>
    /// <param name="random">Draws V, Glorot uniform as in the authors' code.</param>
    public ProjectionHead(Dense psi, ClassLabels labels, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(psi);
        ArgumentNullException.ThrowIfNull(labels);
        this.labels = labels;
        this.psi = AddChild("psi", psi);
        embedding = AddChild("embedding", new Embedding(labels.Count, psi.Inputs, random, Initializers.GlorotUniform));
    }

    public override string Description => $"ProjectionHead {psi.Inputs}→{psi.Outputs} of {labels.Count}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return psi.Forward(x) + (labels.Rows(embedding, x.Shape[0]) * x).Sum([1], keepDims: true);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 ? psi.OutputShape(input) : throw WrongInput($"(N, {psi.Inputs})", input);
}
