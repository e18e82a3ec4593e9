using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>Flattens all dimensions except the batch: (N, …) becomes (N, product). Shares memory.</summary>
public sealed class Flatten : Module
{
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape(OutputShape(x.Shape));
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank >= 1 ? [input[0], input.Product(1, input.Rank)] : throw WrongInput("(N, …)", input);
}
