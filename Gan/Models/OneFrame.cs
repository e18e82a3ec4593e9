using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// One frame of each clip, in training a random one, in evaluation the first. Shapes: x (N, T·C, H, W), the frames as channels, y (N, C, H,
/// W).
/// </summary>
/// <param name="frames">T, at least 1.</param>
/// <param name="random">Chooses the frames; not disposed with the layer.</param>
public sealed class OneFrame(int frames, RandomSource random) : Module
{
    public override string Description => $"OneFrame of {frames}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape frame = OutputShape(x.Shape);
        if (!IsTraining)
            return x.Slice(1, 0, frame[1]);
        int n = frame[0];

        // Which of T uniform numbers is the largest is a frame chosen with equal chances.
        Tensor chosen = random.Uniform([n, frames]).ArgMax(axis: 1).OneHot(frames).Reshape(n, frames, 1);
        return (x.Reshape(n, frames, frame.Size / n) * chosen).Sum([1]).Reshape(frame);
    }

    public override Shape OutputShape(Shape input) => input.Rank == 4 && input[1] % frames == 0
        ? input.With(1, input[1] / frames)
        : throw WrongInput($"(N, {frames}·C, H, W)", input);
}
