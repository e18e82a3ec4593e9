using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// y = x ⋆ᵀ W + b, a transposed convolution of sequences (torch.nn.ConvTranspose1d): with a stride it lengthens them. Shapes: x (N, In, L),
/// weight (In, Out/groups, K), bias (Out), y (N, Out, L′) with L′ = (L − 1)·stride − padding + dilation·(K − 1) + 1 + output padding, the
/// padding of both ends together.
/// </summary>
public sealed class ConvTranspose1d : TransposedConvolution
{
    /// <param name="inputs">Channels of the input, at least 1.</param>
    /// <param name="outputs">Channels of the output, at least 1.</param>
    /// <param name="kernel">Length of the kernel.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="stride">Distance between neighbouring inputs on the output.</param>
    /// <param name="padding">Steps cropped from both ends of the output; of a <see cref="Padding"/> by side, left and right count.</param>
    /// <param name="outputPadding">Extra steps at the end, fewer than the stride.</param>
    /// <param name="dilation">Distance between the kernel's weights on the output.</param>
    /// <param name="groups">Groups into which the channels are divided; each group of outputs uses only its group of inputs.</param>
    /// <param name="weights">PyTorch's default if left out: uniform in ±1/√(Out/groups·K).</param>
    /// <param name="biases">Likewise.</param>
    public ConvTranspose1d(
        int inputs,
        int outputs,
        int kernel,
        RandomSource random,
        int stride = 1,
        Padding padding = default,
        int outputPadding = 0,
        int dilation = 1,
        int groups = 1,
        bool bias = true,
        Initializer? weights = null,
        Initializer? biases = null)
        : base(
            Geometry.OfSequence(inputs, outputs, kernel, stride, padding, dilation, groups), (0, outputPadding), random, bias, weights,
            biases)
    {
    }
}
