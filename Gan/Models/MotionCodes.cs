using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Where the generator of MoCoGAN begins (Tulyakov, Liu, Yang, Kautz 2018): z = (z_C, h_0, ε_1, …, ε_T) becomes a code for each frame. All
/// frames of a clip share the content z_C. Their motion h_t = GRU(ε_t, h_{t−1}) is the state of a gated recurrent unit, which reads new
/// noise for each frame. Shapes: x (N, C + H + T·E), y (N·T, C + H): the codes (z_C, h_t) of a clip one after the other.
/// </summary>
public sealed class MotionCodes : Module
{
    private readonly int content, noise, frames;
    private readonly Gru gru;

    /// <param name="content">C, at least 1.</param>
    /// <param name="motion">H, at least 1.</param>
    /// <param name="noise">E, at least 1.</param>
    /// <param name="frames">T, at least 1.</param>
    /// <param name="random">Draws the initial weights.</param>
    public MotionCodes(int content, int motion, int noise, int frames, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(content, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        (this.content, this.noise, this.frames) = (content, noise, frames);
        gru = AddChild("gru", new Gru(noise, motion, random));
    }

    public override string Description => $"MotionCodes {content} + {gru.Hidden} + {frames}×{noise}, {gru.Description}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape codes = OutputShape(x.Shape);
        int n = x.Shape[0], motion = gru.Hidden;
        Tensor first = x.Slice(1, content, motion), steps = x.Slice(1, content + motion, frames * noise);
        Tensor motions = gru.Forward(steps.Reshape(n, frames, noise), first);
        Tensor contents = x.Slice(1, 0, content).Reshape(n, 1, content).BroadcastTo([n, frames, content]);
        return Tensor.Concat([contents, motions], 2).Reshape(codes);
    }

    public override Shape OutputShape(Shape input)
    {
        int size = content + gru.Hidden + (frames * noise);
        return input.Rank == 2 && input[1] == size ? [input[0] * frames, content + gru.Hidden] : throw WrongInput($"(N, {size})", input);
    }
}
