using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Moves the feature maps of a clip, frame by frame. Each frame's motion m chooses a place p = r · tanh(W·m + b) at most r columns and rows
/// away, and all maps are convolved with a kernel of (2r + 1)² weights ∝ exp(−2 · distance to p²), the cross convolution of Xue, Wu,
/// Bouman, Freeman 2016, "Visual Dynamics", with a kernel that only moves. So the motion cannot change what the maps show. Shapes: x (N, C,
/// H, W), motions (N·T, M), y (N·T, C, H, W).
/// </summary>
public sealed class MoveMaps : Module
{
    // A state of a recurrent unit is small: with weights of usual size clips would begin nearly still.
    private const float Reach = 4, Sharpness = 2;

    private readonly LatentChunks motions;
    private readonly int frames, farthest, size;
    private readonly Dense place;
    private readonly Tensor rows, columns;

    /// <param name="motions">Of the frames.</param>
    /// <param name="frames">T, at least 1.</param>
    /// <param name="farthest">r, at least 1.</param>
    /// <param name="random">Draws W and b.</param>
    public MoveMaps(LatentChunks motions, int frames, int farthest, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(motions);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(farthest, 1);
        (this.motions, this.frames, this.farthest) = (motions, frames, farthest);
        size = (2 * farthest) + 1;
        place = AddChild("place", new Dense(motions.Size, 2, random).ScaleInputs(0, motions.Size, Reach));
        rows = Places(i => i / size);
        columns = Places(i => i % size);

        Tensor Places(Func<int, int> of)
        {
            Tensor places = Tensor.Persistent(random.Device, [1, size * size]);
            places.CopyFrom([.. Enumerable.Range(0, size * size).Select(i => (float)(of(i) - farthest))]);
            return places;
        }
    }

    public override string Description => $"MoveMaps by {farthest}, {frames} frames of {motions.Size}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape moved = OutputShape(x.Shape);
        int n = x.Shape[0], height = x.Shape[2], width = x.Shape[3], places = size * size, each = x.Length / n;
        Tensor to = place.Forward(motions[0]).Tanh() * farthest;
        Tensor distances = (rows - to.Slice(1, 0, 1)).Square() + (columns - to.Slice(1, 1, 1)).Square();
        Tensor kernels = (distances * -Sharpness).Softmax().Reshape(n, frames, places);

        // The maps at every place of a kernel, so that each frame is a sum of them, weighed by its kernel: one product of matrices.
        Tensor padded = x.Pad(2, farthest, farthest).Pad(3, farthest, farthest);
        var shifted = new Tensor[places];
        for (int i = 0; i < places; i++)
            shifted[i] = padded.Slice(2, i / size, height).Slice(3, i % size, width).Reshape(n, 1, each);
        return kernels.MatMul(Tensor.Concat(shifted, 1)).Reshape(moved);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 ? input.With(0, input[0] * frames) : throw WrongInput("(N, C, H, W)", input);

    protected override void Release()
    {
        rows.Dispose();
        columns.Dispose();
    }
}
