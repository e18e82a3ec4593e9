namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The arguments of SIMT kernels for a convolution or its transpose, besides its two <see cref="TapAxis"/>: the channels of a group (rows
/// are those of the target, steps those of the source, over which is summed), the images' sizes, and the layout of the weights.
/// </summary>
internal readonly struct Conv2dWalk
{
    public readonly int N;
    public readonly int Groups;

    /// <summary>Target channels of a group.</summary>
    public readonly int Rows;

    /// <summary>Source channels of a group.</summary>
    public readonly int Steps;

    public readonly int SourceW;

    /// <summary>Pixels of a source image.</summary>
    public readonly int Source;

    public readonly int TargetH;
    public readonly int TargetW;
    public readonly int KW;

    /// <summary>Weights of a pair of channels.</summary>
    public readonly int Taps;

    /// <summary>Distance of the weights from one target channel to the next, and from one source channel to the next.</summary>
    public readonly int RowStride;
    public readonly int StepStride;

    public Conv2dWalk(Conv2d sizes, bool transposed)
    {
        var sides = Conv2dSides.Of(sizes, transposed);
        (N, Groups, Rows, Steps) = (sizes.N, sizes.Steps.Groups, sides.Rows, sides.Steps);
        (SourceW, Source, TargetH, TargetW) = (sides.SourceW, sides.SourceH * sides.SourceW, sides.TargetH, sides.TargetW);
        (KW, Taps) = (sizes.KW, sizes.KH * sizes.KW);
        (RowStride, StepStride) = transposed ? (Taps, Rows * Taps) : (Steps * Taps, Taps);
    }

    /// <summary>Pixels of a target image.</summary>
    public int Target => TargetH * TargetW;

    /// <summary>Numbers of the target.</summary>
    public int Length => N * Groups * Rows * Target;

    /// <summary>Offset of the first pixel of a channel of a group in the source.</summary>
    public int SourceAt(int n, int group, int step) => ((((n * Groups) + group) * Steps) + step) * Source;

    /// <summary>The same in the target.</summary>
    public int TargetAt(int n, int group, int row) => ((((n * Groups) + group) * Rows) + row) * Target;

    /// <summary>Offset of the weights of a pair of channels.</summary>
    public int WeightsAt(int group, int row, int step) => (group * Rows * Steps * Taps) + (row * RowStride) + (step * StepStride);
}
