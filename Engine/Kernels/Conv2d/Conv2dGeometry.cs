namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The arguments of SIMT kernels for a convolution or its transpose, besides its two <see cref="TapAxis"/>: the channels of a group, the
/// images' sizes, and the layout of the weights. As a matrix product it has a row for each target channel and a column for each target
/// pixel; its sums run over source channels and taps.
/// </summary>
internal readonly struct Conv2dGeometry
{
    public readonly int N;
    public readonly int Groups;

    /// <summary>Target channels of a group.</summary>
    public readonly int TargetC;

    /// <summary>Source channels of a group.</summary>
    public readonly int SourceC;

    public readonly int SourceW;

    /// <summary>Pixels of a source image.</summary>
    public readonly int SourcePixels;

    public readonly int TargetH;
    public readonly int TargetW;
    public readonly int KW;

    /// <summary>Weights of a pair of channels.</summary>
    public readonly int Taps;

    /// <summary>Distance of the weights from one target channel to the next, and from one source channel to the next.</summary>
    public readonly int TargetStride;
    public readonly int SourceStride;

    public Conv2dGeometry(Conv2d sizes, bool transposed)
    {
        var sides = Conv2dSides.Of(sizes, transposed);
        (N, Groups, TargetC, SourceC) = (sizes.N, sizes.Options.Groups, sides.TargetC, sides.SourceC);
        (SourceW, SourcePixels, TargetH, TargetW) = (sides.SourceW, sides.SourceH * sides.SourceW, sides.TargetH, sides.TargetW);
        (KW, Taps) = (sizes.KW, sizes.KH * sizes.KW);
        (TargetStride, SourceStride) = transposed ? (Taps, TargetC * Taps) : (SourceC * Taps, Taps);
    }

    /// <summary>Pixels of a target image.</summary>
    public int TargetPixels => TargetH * TargetW;

    /// <summary>Numbers of the target.</summary>
    public int Length => N * Groups * TargetC * TargetPixels;

    /// <summary>Offset of the first pixel of a channel of a group in the source.</summary>
    public int SourceAt(int n, int group, int c) => ((((n * Groups) + group) * SourceC) + c) * SourcePixels;

    /// <summary>The same in the target.</summary>
    public int TargetAt(int n, int group, int row) => ((((n * Groups) + group) * TargetC) + row) * TargetPixels;

    /// <summary>Offset of the weights of a pair of channels.</summary>
    public int WeightsAt(int group, int row, int c) => (group * TargetC * SourceC * Taps) + (row * TargetStride) + (c * SourceStride);
}
