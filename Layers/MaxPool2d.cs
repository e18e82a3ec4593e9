using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>The largest of each window (torch.nn.MaxPool2d). Shapes: see <see cref="Pooling"/>.</summary>
public sealed class MaxPool2d : Pooling
{
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">How far it moves from one output to the next; as far as it is long if left out.</param>
    /// <param name="padding">How far it may begin outside of the image, at most half the kernel; what lies there is never the
    /// largest.</param>
    /// <param name="dilation">How far apart the pixels lie that it looks at; 1 if left out.</param>
    /// <param name="ceilMode">Whether a last window that ends behind the padded image counts.</param>
    public MaxPool2d(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceilMode = false)
        : base(kernel, stride, padding, dilation ?? 1, ceilMode)
    {
    }

    private protected override Tensor Pool(Tensor x) => x.MaxPool2d(Sizes);
}
