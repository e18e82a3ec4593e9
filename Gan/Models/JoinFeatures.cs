using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// What was found in each frame of a clip, joined, and how much it differs between the frames: behind the features of the frames stands the
/// standard deviation of each over them. What a clip shows must not change, and this says so at once. Shapes: x (N·T, F), y (N, T·F + F).
/// </summary>
/// <param name="frames">T, at least 1.</param>
public sealed class JoinFeatures(int frames) : Module
{
    // Keeps the gradient of the root finite where all frames are equal.
    private const float Epsilon = 1e-4f;

    public override string Description => $"JoinFeatures {frames}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape joined = OutputShape(x.Shape);
        Tensor each = x.Reshape(joined[0], frames, x.Shape[1]);
        Tensor deviation = (each.Variance([1], correction: 0) + Epsilon).Sqrt();
        return Tensor.Concat([each.Reshape(joined[0], frames * x.Shape[1]), deviation], 1);
    }

    public override Shape OutputShape(Shape input) => input.Rank == 2 && input[0] % frames == 0
        ? [input[0] / frames, (frames + 1) * input[1]]
        : throw WrongInput($"(N·{frames}, F)", input);
}
