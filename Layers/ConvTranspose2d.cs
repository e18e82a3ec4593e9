using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// y = x ⋆ᵀ W + b, a transposed convolution of images (torch.nn.ConvTranspose2d): with a stride it enlarges them. Shapes: x (N, In, H, W),
/// weight (In, Out/groups, KH, KW), bias (Out), y (N, Out, H′, W′) with H′ = (H − 1)·stride − padding + dilation·(KH − 1) + 1 + output
/// padding, the padding of both sides together.
/// </summary>
public sealed class ConvTranspose2d : TransposedConvolution
{
    /// <param name="inputs">Channels of the input, at least 1.</param>
    /// <param name="outputs">Channels of the output, at least 1.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="stride">Distance between neighbouring inputs on the output; 1 if left out.</param>
    /// <param name="padding">Pixels cropped from each side of the output; <see cref="Padding.Same"/> is Keras'.</param>
    /// <param name="outputPadding">Extra rows below and columns to the right, fewer than the stride: chooses among the output sizes that a
    /// convolution maps to the input's size.</param>
    /// <param name="dilation">Distance between the kernel's weights on the output; 1 if left out.</param>
    /// <param name="groups">Groups into which the channels are divided; each group of outputs uses only its group of inputs.</param>
    /// <param name="weights">PyTorch's default if left out: uniform in ±1/√(Out/groups·KH·KW).</param>
    /// <param name="biases">Likewise.</param>
    public ConvTranspose2d(
        int inputs,
        int outputs,
        Pair kernel,
        RandomSource random,
        Pair? stride = null,
        Padding padding = default,
        Pair outputPadding = default,
        Pair? dilation = null,
        int groups = 1,
        bool bias = true,
        Initializer? weights = null,
        Initializer? biases = null)
        : base(new Geometry(inputs, outputs, kernel, stride, padding, dilation, groups), outputPadding, random, bias, weights, biases)
    {
    }
}
