using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>The frames of clips, or their features, become clips: (N·T, C, …) → (N, T·C, …). Shares memory.</summary>
/// <param name="frames">T, at least 1.</param>
public sealed class JoinFrames(int frames) : Module
{
    public override string Description => $"JoinFrames {frames}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape(OutputShape(x.Shape));
    }

    public override Shape OutputShape(Shape input) => input.Rank >= 2 && input[0] % frames == 0
        ? input.With(0, input[0] / frames).With(1, input[1] * frames)
        : throw WrongInput($"(N·{frames}, C, …)", input);
}
