using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>The largest of each window (torch.nn.MaxPool2d). Shapes: see <see cref="Pooling"/>.</summary>
public sealed class MaxPool2d : Pooling
{
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">Step of the window from one output to the next; the kernel's size if left out.</param>
    /// <param name="padding">Implicit −∞ padding, at most half the kernel: padded pixels are never the maximum.</param>
    /// <param name="dilation">Distance between the pixels of a window; 1 if left out.</param>
    /// <param name="ceilMode">Whether a last window that extends past the padded image counts.</param>
    public MaxPool2d(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceilMode = false)
        : base(kernel, stride, padding, dilation ?? 1, ceilMode)
    {
    }

    private protected override Tensor Pool(Tensor x) => x.MaxPool2d(Sizes);
}
