using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers;

/// <summary>
/// A lookup table of vectors (torch.nn.Embedding). Shapes: x of any shape, holding integers in [0, count); weight (count, size); y has x's
/// shape with size appended.
/// </summary>
public sealed class Embedding : Module, IWeightedLayer
{
    private readonly Parameter weight;
    private readonly int? paddingIndex;

    /// <param name="count">Rows of the table, at least 1.</param>
    /// <param name="size">Length of a row, at least 1.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="weights">Standard normal if left out, as in PyTorch.</param>
    /// <param name="paddingIndex">An index in [0, count) that stands for padding: its row starts at 0 and gets no gradient
    /// (padding_idx).</param>
    public Embedding(int count, int size, RandomSource random, Initializer? weights = null, int? paddingIndex = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (paddingIndex is int index && (index < 0 || index >= count))
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"Expected a row from 0 to {count - 1}.");
        weight = AddParameter("weight", [count, size], weights ?? Initializers.Normal(0, 1), new Fan(count, size), random);
        this.paddingIndex = paddingIndex;
        if (paddingIndex == null)
            return;
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        weight.CopyFrom(Tensor.Where(IsPadding(Tensor.Arange(weight.Device, count)), Tensor.Zeros(weight.Device, [1, size]), weight));
    }

    public Parameter Weight => weight;

    public int OutputAxis => 0;

    public override string Description => $"Embedding {weight.Shape[0]}×{weight.Shape[1]}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape output = OutputShape(x.Shape);
        Tensor indices = x.Reshape(x.Length), rows = weight.Effective().GatherRows(indices);
        if (paddingIndex != null)
            rows = Tensor.Where(IsPadding(indices), rows.Detach(), rows);
        return rows.Reshape(output);
    }

    public override Shape OutputShape(Shape input)
    {
        if (input.Rank >= Shape.MaxRank)
            throw WrongInput($"of at most {Shape.MaxRank - 1} dimensions", input);
        Span<int> sizes = stackalloc int[input.Rank + 1];
        input.CopyTo(sizes);
        sizes[input.Rank] = weight.Shape[1];
        return Shape.Create(sizes);
    }

    /// <summary>1 or 0 for each index, as a column.</summary>
    private Tensor IsPadding(Tensor indices) =>
        indices.EqualTo(Tensor.Scalar(indices.Device, paddingIndex!.Value)).Reshape(indices.Length, 1);
}
