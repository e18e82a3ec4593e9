using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// y = x ⋆ W + b, a convolution of sequences (torch.nn.Conv1d). Shapes: x (N, In, L), weight (Out, In/groups, K), bias (Out), y (N, Out,
/// L′) with L′ = ⌊(L + padding − dilation·(K − 1) − 1)/stride⌋ + 1, the padding of both ends together.
/// </summary>
public sealed class Conv1d : PlainConvolution
{
    /// <param name="inputs">Channels of the input, at least 1.</param>
    /// <param name="outputs">Channels of the output, at least 1.</param>
    /// <param name="kernel">Length of the kernel.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="stride">Step of the kernel from one output to the next.</param>
    /// <param name="padding">Zeros at both ends; of a <see cref="Padding"/> by side, left and right count.</param>
    /// <param name="dilation">Distance between the kernel's weights on the sequence.</param>
    /// <param name="groups">Groups into which the channels are divided; each group of outputs uses only its group of inputs.</param>
    /// <param name="weights">PyTorch's default if left out: uniform in ±1/√(In/groups·K).</param>
    /// <param name="biases">Likewise.</param>
    public Conv1d(
        int inputs,
        int outputs,
        int kernel,
        RandomSource random,
        int stride = 1,
        Padding padding = default,
        int dilation = 1,
        int groups = 1,
        bool bias = true,
        Initializer? weights = null,
        Initializer? biases = null)
        : base(Geometry.OfSequence(inputs, outputs, kernel, stride, padding, dilation, groups), random, bias, weights, biases)
    {
    }
}
