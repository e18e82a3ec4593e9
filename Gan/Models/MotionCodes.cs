using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Where the generator of MoCoGAN begins (Tulyakov, Liu, Yang, Kautz 2018): z = (z_C, h_0, ε_1, …, ε_T) becomes one content and T motions.
/// The content z_C is the output. The motions h_t = GRU(ε_t, h_{t−1}) are the states of a gated recurrent unit, which reads new noise for
/// each frame; they go to the layer that moves what the content shows (<see cref="LatentChunks"/>). Shapes: x (N, C + H + T·E), y (N, C);
/// motions (N·T, H), those of a clip one after the other.
/// </summary>
public sealed class MotionCodes : Module
{
    private readonly int content, noise, frames;
    private readonly LatentChunks motions;
    private readonly Gru gru;

    /// <param name="content">C, at least 1.</param>
    /// <param name="motions">Receives h_1, …, h_T in every forward pass; its size is H.</param>
    /// <param name="noise">E, at least 1.</param>
    /// <param name="frames">T, at least 1.</param>
    /// <param name="random">Draws the initial weights.</param>
    public MotionCodes(int content, LatentChunks motions, int noise, int frames, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(motions);
        ArgumentOutOfRangeException.ThrowIfLessThan(content, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        (this.content, this.motions, this.noise, this.frames) = (content, motions, noise, frames);
        gru = AddChild("gru", new Gru(noise, motions.Size, random));
    }

    public override string Description => $"MotionCodes {content} + {gru.Hidden} + {frames}×{noise}, {gru.Description}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        (int n, int motion) = (x.Shape[0], gru.Hidden);
        Tensor first = x.Slice(1, content, motion), steps = x.Slice(1, content + motion, frames * noise);
        motions.Set(gru.Forward(steps.Reshape(n, frames, noise), first).Reshape(n * frames, motion));
        return x.Slice(1, 0, content);
    }

    public override Shape OutputShape(Shape input)
    {
        int size = content + gru.Hidden + (frames * noise);
        return input.Rank == 2 && input[1] == size ? input.With(1, content) : throw WrongInput($"(N, {size})", input);
    }
}
