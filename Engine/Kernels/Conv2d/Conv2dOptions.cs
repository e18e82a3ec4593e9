namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// Stride, padding, dilation and groups of a convolution. <c>new Conv2dOptions(stride: 2, padding: 1)</c> is the same in both directions
/// and on all sides; differences are named: <c>new Conv2dOptions(stride: 2) { PaddingTop = 1, PaddingBottom = 2, PaddingLeft = 1,
/// PaddingRight = 2 }</c> (Keras's "same" for a kernel of 5).
/// </summary>
public readonly record struct Conv2dOptions
{
    public Conv2dOptions()
        : this(1)
    {
    }

    /// <param name="stride">The distance of the kernel from one output to the next.</param>
    /// <param name="padding">Zeros around the image.</param>
    /// <param name="dilation">The distance between the kernel's weights on the image.</param>
    /// <param name="groups">Parts into which input and output channels are divided, each part of the outputs seeing one of the
    /// inputs.</param>
    public Conv2dOptions(int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
    {
        StrideH = StrideW = stride;
        PaddingTop = PaddingBottom = PaddingLeft = PaddingRight = padding;
        DilationH = DilationW = dilation;
        Groups = groups;
    }

    public int StrideH { get; init; }

    public int StrideW { get; init; }

    public int PaddingTop { get; init; }

    public int PaddingBottom { get; init; }

    public int PaddingLeft { get; init; }

    public int PaddingRight { get; init; }

    public int DilationH { get; init; }

    public int DilationW { get; init; }

    public int Groups { get; init; }

    /// <summary>The mistake in these numbers by themselves; null if there is none.</summary>
    internal string? Mistake =>
        StrideH < 1 || StrideW < 1 ? $"the stride must be at least 1, got {StrideH}×{StrideW}"
        : DilationH < 1 || DilationW < 1 ? $"the dilation must be at least 1, got {DilationH}×{DilationW}"
        : Groups < 1 ? $"there must be at least one group, got {Groups}"
        : PaddingTop < 0 || PaddingBottom < 0 || PaddingLeft < 0 || PaddingRight < 0
            ? $"padding cannot be negative, got top {PaddingTop}, bottom {PaddingBottom}, left {PaddingLeft}, right {PaddingRight}"
        : null;
}
