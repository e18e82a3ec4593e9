using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Joins each sample with a learned embedding of its label, as additional features or channels (conditional GAN, Mirza, Osindero 2014).
/// Shapes: x (N, C, …), embedding (K, E) with E the size of the label's shape (c, …), y (N, C + c, …): a vector is followed by c numbers,
/// an image by c planes of its height and width.
/// </summary>
public sealed class JoinLabel : Module
{
    private readonly ClassLabels labels;
    private readonly Shape label;
    private readonly Embedding embedding;

    /// <param name="labels">Of the batch.</param>
    /// <param name="label">Shape of an embedded label: (E), or (c, H, W) for images.</param>
    /// <param name="random">Draws the embedding from N(0, 1).</param>
    public JoinLabel(ClassLabels labels, Shape label, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(labels);
        this.labels = labels;
        this.label = label;
        embedding = AddChild("embedding", new Embedding(labels.Count, label.Size, random));
    }

    public override string Description => $"JoinLabel {labels.Count}→{string.Join('×', label.ToArray())}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        Tensor rows = labels.Rows(embedding, x.Shape[0]);
        Shape each = [x.Shape[0], .. label];
        return Tensor.Concat([x, rows.Reshape(each)], axis: 1);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == label.Rank + 1 && input.With(0, 1).With(1, 1) == Shape.Create([1, .. label.With(0, 1)])
            ? input.With(1, input[1] + label[0])
            : throw WrongInput($"(N, {string.Join(", ", ["C", .. label.Skip(1)])})", input);
}
