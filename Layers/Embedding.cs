using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// A table of vectors, looked up by number. Shapes: x of any shape, holding whole numbers in [0, count); weight (count, size);
/// y x's shape with size appended.
/// </summary>
public sealed class Embedding : Module
{
    private readonly Parameter weight;

    /// <param name="count">Rows of the table, at least 1.</param>
    /// <param name="size">Length of a row, at least 1.</param>
    /// <param name="random">Draws the initial values; decides the device.</param>
    /// <param name="weights">Standard normal if left out, as in PyTorch.</param>
    public Embedding(int count, int size, RandomSource random, Initializer? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        weight = AddParameter("weight", [count, size], weights ?? Initializers.Normal(0, 1), new Fan(count, size), random);
    }

    public Parameter Weight => weight;

    public override string Description => $"Embedding {weight.Shape[0]}×{weight.Shape[1]}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return weight.GatherRows(x.Reshape(x.Length)).Reshape(OutputShape(x.Shape));
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
}
