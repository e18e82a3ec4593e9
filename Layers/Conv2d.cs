using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;

namespace GanFromScratch.Layers;

/// <summary>
/// y = x ⋆ W + b, a convolution of images (torch.nn.Conv2d). Shapes: x (N, In, H, W), weight (Out, In/groups, KH, KW), bias (Out), y (N,
/// Out, H′, W′) with H′ = ⌊(H + padding − dilation·(KH − 1) − 1)/stride⌋ + 1, the padding of both sides together.
/// </summary>
public sealed class Conv2d : Convolution
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
        : this(new Geometry(inputs, outputs, kernel, stride, padding, dilation, groups), random, bias, weights, biases)
    {
    }

    private Conv2d(Geometry g, RandomSource random, bool bias, Initializer? weights, Initializer? biases)
        : base(g, [g.Outputs, g.Inputs / g.Groups, g.Kernel.H, g.Kernel.W], random, bias, weights, biases)
    {
    }

    public override int OutputAxis => 0;

    public override Shape OutputShape(Shape input)
    {
        CheckInput(input);
        Padding around = PaddingOf(input[2], input[3]);
        long height = (long)input[2] + around.Top + around.Bottom, width = (long)input[3] + around.Left + around.Right;
        if (height < Span.H || width < Span.W)
        {
            throw WrongInput(
                $"with at least {Math.Max(Span.H - around.Top - around.Bottom, 1)}×{Math.Max(Span.W - around.Left - around.Right, 1)} "
                + $"pixels, which its kernel spans", input);
        }

        return [input[0], Outputs, (int)((height - Span.H) / Stride.H) + 1, (int)((width - Span.W) / Stride.W) + 1];
    }

    private protected override Tensor Apply<TFormula>(Tensor x, Conv2dOptions options, TFormula activation) =>
        x.Conv2d(Weight.Effective(), Bias?.Effective(), options, activation);

    /// <summary>
    /// ⌈size/stride⌉ outputs: the last kernel position begins (outputs − 1)·stride after the first and must end within the padded image.
    /// </summary>
    private protected override int SamePadding(int size, int stride, int span) =>
        Math.Max((((size - 1) / stride) * stride) + span - size, 0);
}
