using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>The mean of each window (torch.nn.AvgPool2d). Shapes: see <see cref="Pooling"/>.</summary>
public sealed class AvgPool2d : Pooling
{
    private readonly bool countPadding;

    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">Step of the window from one output to the next; the kernel's size if left out.</param>
    /// <param name="padding">Zeros around the image, at most half the kernel.</param>
    /// <param name="ceilMode">Whether a last window that extends past the padded image counts.</param>
    /// <param name="countPadding">Whether the padded zeros count in the mean.</param>
    public AvgPool2d(Pair kernel, Pair? stride = null, Pair padding = default, bool ceilMode = false, bool countPadding = true)
        : base(kernel, stride, padding, 1, ceilMode)
    {
        this.countPadding = countPadding;
    }

    private protected override Tensor Pool(Tensor x) => x.AvgPool2d(Sizes, countPadding);
}
