using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Layers;

/// <summary>
/// A low-pass filter with binomial weights against aliasing: by itself, with upsampling, or with downsampling. Zeros around the image
/// count. Zhang 2019; Karras et al. 2020 (StyleGAN2's filter_2d, upsample_2d and downsample_2d). Shapes: x (N, C, H, W), y (N, C, H·up,
/// W·up) or (N, C, ⌊H/down⌋, ⌊W/down⌋).
/// </summary>
public sealed class Blur2d : Module
{
    private readonly int up;
    private readonly int down;
    private readonly int taps;

    /// <param name="up">Factor of upsampling.</param>
    /// <param name="down">Factor of downsampling; one of both is 1.</param>
    /// <param name="taps">Weights of the filter along each axis. Left out: 4 (1, 3, 3, 1) with a factor, 3 (1, 2, 1) without.</param>
    public Blur2d(int up = 1, int down = 1, int? taps = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(up, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(down, 1);
        if (up > 1 && down > 1)
            throw new ArgumentException($"One of the factors must be 1, got {up} up and {down} down.", nameof(down));
        int factor = Math.Max(up, down);
        this.up = up;
        this.down = down;
        this.taps = taps ?? (factor == 1 ? 3 : 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(this.taps, factor, nameof(taps));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(this.taps, BinomialFilter.MostTaps, nameof(taps));
    }

    public override string Description => $"Blur2d k{taps}{(up > 1 ? $" ×{up}" : down > 1 ? $" ÷{down}" : "")}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.Blur2d(taps, up, down);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[2] >= down && input[3] >= down
            ? [input[0], input[1], input[2] * up / down, input[3] * up / down]
            : throw WrongInput($"(N, C, H, W) with at least {down}×{down} pixels", input);
}
