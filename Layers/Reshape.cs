using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>Reshapes each sample: (N, …) becomes (N, shape). Shares memory.</summary>
public sealed class Reshape(Shape shape) : Module
{
    public override string Description => $"Reshape {shape}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape(OutputShape(x.Shape));
    }

    public override Shape OutputShape(Shape input)
    {
        if (input.Rank < 1 || input.Product(1, input.Rank) != shape.Size)
            throw WrongInput($"(N, …) with {shape.Size} numbers a sample", input);
        Span<int> sizes = stackalloc int[shape.Rank + 1];
        sizes[0] = input[0];
        shape.CopyTo(sizes[1..]);
        return Shape.Create(sizes);
    }
}
