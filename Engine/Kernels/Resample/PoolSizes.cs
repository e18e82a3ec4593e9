namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// The steps of a pooling window over an image: kernel, stride (the kernel's size if left out), padding, dilation. One number is for both
/// directions; differences are named: <c>new PoolSizes(3) { StrideW = 1 }</c>.
/// </summary>
public readonly record struct PoolSizes
{
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance from one output to the next; the kernel's size if left out.</param>
    /// <param name="padding">The distance by which it may begin outside of the image.</param>
    /// <param name="dilation">The distance between the pixels of a window.</param>
    /// <param name="ceilMode">Whether a last window that ends beyond the padded image counts, if it begins inside.</param>
    public PoolSizes(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false)
    {
        KernelH = KernelW = kernel;
        StrideH = StrideW = stride ?? kernel;
        PaddingH = PaddingW = padding;
        DilationH = DilationW = dilation;
        CeilMode = ceilMode;
    }

    public int KernelH { get; init; }

    public int KernelW { get; init; }

    public int StrideH { get; init; }

    public int StrideW { get; init; }

    public int PaddingH { get; init; }

    public int PaddingW { get; init; }

    public int DilationH { get; init; }

    public int DilationW { get; init; }

    public bool CeilMode { get; init; }

    /// <summary>the axis down the rows of an image of so many.</summary>
    public PoolAxis Rows(int height) => Axis(height, KernelH, StrideH, PaddingH, DilationH);

    /// <summary>the axis along the columns of an image of so many.</summary>
    public PoolAxis Columns(int width) => Axis(width, KernelW, StrideW, PaddingW, DilationW);

    /// <summary>The mistake in these numbers by themselves; null if there is none.</summary>
    public string? Mistake() =>
        KernelH < 1 || KernelW < 1 ? $"the kernel must be at least 1, got {KernelH}×{KernelW}"
        : StrideH < 1 || StrideW < 1 ? $"the stride must be at least 1, got {StrideH}×{StrideW}"
        : DilationH < 1 || DilationW < 1 ? $"the dilation must be at least 1, got {DilationH}×{DilationW}"
        : PaddingH < 0 || PaddingW < 0 ? $"padding cannot be negative, got {PaddingH}×{PaddingW}"

            : PaddingH > KernelH / 2 || PaddingW > KernelW / 2
            ? $"padding can be at most half the kernel {KernelH}×{KernelW}, got {PaddingH}×{PaddingW}"
        : null;

    /// <summary>The same for an image of this size.</summary>
    public string? Mistake(int height, int width)
    {
        if (Mistake() is string mistake)
            return mistake;
        long spanH = (DilationH * (KernelH - 1L)) + 1, spanW = (DilationW * (KernelW - 1L)) + 1;
        long paddedH = height + (2L * PaddingH), paddedW = width + (2L * PaddingW);
        return height < 1 || width < 1 ? $"the image must have at least one pixel, got {height}×{width}"

                : paddedH < spanH || paddedW < spanW
                ? $"a kernel of {KernelH}×{KernelW} spans {spanH}×{spanW} pixels and must fit the padded image, got {paddedH}×{paddedW}"
            : null;
    }

    private PoolAxis Axis(int inputs, int kernel, int stride, int padding, int dilation)
    {
        int left = inputs + (2 * padding) - (dilation * (kernel - 1)) - 1, outputs = (left / stride) + 1;

        // One more for the remainder, unless its window would contain only padding.
        if (CeilMode && left % stride != 0 && outputs * stride < inputs + padding)
            outputs++;
        return new PoolAxis(inputs, kernel, stride, padding, dilation, outputs);
    }
}
