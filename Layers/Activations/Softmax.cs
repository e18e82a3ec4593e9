using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>eˣ / Σ eˣ along one axis: positive numbers that sum to 1.</summary>
public sealed class Softmax(int axis = -1) : Module
{
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.Softmax(axis);
    }

    public override Shape OutputShape(Shape input) =>
        axis >= -input.Rank && axis < input.Rank ? input : throw WrongInput($"with an axis {axis}", input);
}
