using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Several discriminators of the same samples, x → (D₁(x), D₂(x), …). Shapes: x of any shape that all of them take, y (N, P₁ + P₂ + …).
/// </summary>
public sealed class JudgeAll : Module
{
    private readonly Module[] judges;

    /// <summary>Takes ownership of the networks, each of which gives (N, P): they are disposed with it.</summary>
    public JudgeAll(params (string Name, Module Network)[] judges)
    {
        ArgumentNullException.ThrowIfNull(judges);
        this.judges = [.. judges.Select(judge => AddChild(judge.Name, judge.Network))];
    }

    public override string Description => "JudgeAll";

    public override Tensor Forward(Tensor x) => Tensor.Concat([.. judges.Select(judge => judge.Forward(x))], 1);

    public override Shape OutputShape(Shape input) => [input[0], judges.Sum(judge => judge.OutputShape(input)[1])];
}
