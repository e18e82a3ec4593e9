using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// y = x ⋆ W + b, a convolution of images (torch.nn.Conv2d). Shapes: x (N, In, H, W), weight (Out, In/groups, KH, KW), bias (Out), y (N,
/// Out, H′, W′) with H′ = ⌊(H + padding − dilation·(KH − 1) − 1)/stride⌋ + 1, the padding of both sides together.
/// </summary>
public sealed class Conv2d : PlainConvolution
{
    /// <param name="inputs">Channels of the input, at least 1.</param>
    /// <param name="outputs">Channels of the output, at least 1.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="stride">Step of the kernel from one output to the next; 1 if left out.</param>
    /// <param name="padding">Zeros around the image; <see cref="Padding.Same"/> is Keras'.</param>
    /// <param name="dilation">Distance between the kernel's weights on the image; 1 if left out.</param>
    /// <param name="groups">Groups into which the channels are divided; each group of outputs uses only its group of inputs.</param>
    /// <param name="weights">PyTorch's default if left out: uniform in ±1/√(In/groups·KH·KW).</param>
    /// <param name="biases">Likewise.</param>
    public Conv2d(
        int inputs,
        int outputs,
        Pair kernel,
        RandomSource random,
        Pair? stride = null,
        Padding padding = default,
        Pair? dilation = null,
        int groups = 1,
        bool bias = true,
        Initializer? weights = null,
        Initializer? biases = null)
        : base(new Geometry(inputs, outputs, kernel, stride, padding, dilation, groups), random, bias, weights, biases)
    {
    }
}
