using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Two sorts of images, each judged by a network of its own: (a, b) → (D_A(a), D_B(b)). Shapes: (N, 2C, H, W), a and b joined as channels →
/// (N, 2P), the scores of P patches of each.
/// </summary>
public sealed class JudgeEach : Module
{
    private readonly Module ofA, ofB;

    /// <summary>Takes ownership of both: they are disposed with it.</summary>
    public JudgeEach(Module ofA, Module ofB)
    {
        ArgumentNullException.ThrowIfNull(ofA);
        ArgumentNullException.ThrowIfNull(ofB);
        (this.ofA, this.ofB) = (AddChild("a", ofA), AddChild("b", ofB));
    }

    public override string Description => "JudgeEach";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        int half = x.Shape[1] / 2;
        return Tensor.Concat([ofA.Forward(x.Slice(1, 0, half)), ofB.Forward(x.Slice(1, half, half))], 1);
    }

    public override Shape ChildInput(Module child, Shape input) => input.With(1, input[1] / 2);

    public override Shape OutputShape(Shape input)
    {
        if (input[1] % 2 != 0)
            throw WrongInput("of two images as channels", input);
        Shape half = ChildInput(ofA, input), scores = ofA.OutputShape(half);
        return scores.With(1, scores[1] + ofB.OutputShape(half)[1]);
    }
}
