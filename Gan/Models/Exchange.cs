using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// T(a, b) = (F(b), G(a)): two sorts of images, each translated into the other, so that T(T(a, b)) is (a, b) again if the translations are
/// inverse to each other. Shapes: (N, 2C, H, W), a and b joined as channels.
/// </summary>
public sealed class Exchange : Module
{
    /// <summary>Takes ownership of both: they are disposed with it.</summary>
    /// <param name="forward">G: A → B.</param>
    /// <param name="backward">F: B → A.</param>
    public Exchange(Module forward, Module backward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        (AToB, BToA) = (AddChild("forward", forward), AddChild("backward", backward));
    }

    public override string Description => "Exchange";

    /// <summary>G.</summary>
    public Module AToB { get; }

    /// <summary>F.</summary>
    public Module BToA { get; }

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        int half = x.Shape[1] / 2;
        return Tensor.Concat([BToA.Forward(x.Slice(1, half, half)), AToB.Forward(x.Slice(1, 0, half))], 1);
    }

    public override Shape ChildInput(Module child, Shape input) => input.With(1, input[1] / 2);

    public override Shape OutputShape(Shape input)
    {
        Shape half = ChildInput(AToB, input);
        return input[1] % 2 == 0 && AToB.OutputShape(half) == half && BToA.OutputShape(half) == half
            ? input
            : throw WrongInput("of two images as channels, whose shape both networks keep", input);
    }
}
