using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Library;

/// <summary>A layer of one's own: every feature times a number that is learned. Shapes: x (N, C), weight (C).</summary>
public sealed class Scale : Module
{
    private readonly Parameter weight;

    public Scale(int features, RandomSource random) =>
        weight = AddParameter("weight", [features], Initializers.Ones, default, random);

    public override Tensor Forward(Tensor x) => x * weight.Effective();

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 && input[1] == weight.Length ? input : throw WrongInput($"(N, {weight.Length})", input);
}
