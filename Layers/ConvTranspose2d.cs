using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;

namespace GanFromScratch.Layers;

/// <summary>
/// y = x ⋆ᵀ W + b, a transposed convolution of images (torch.nn.ConvTranspose2d): with a stride it enlarges them. Shapes: x (N, In, H, W),
/// weight (In, Out/groups, KH, KW), bias (Out), y (N, Out, H′, W′) with H′ = (H − 1)·stride − padding + dilation·(KH − 1) + 1 + output
/// padding, the padding of both sides together.
/// </summary>
public sealed class ConvTranspose2d : Convolution
{
    private readonly Pair outputPadding;
    private readonly bool same;

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
        : this(new Geometry(inputs, outputs, kernel, stride, padding, dilation, groups), outputPadding, random, bias, weights, biases)
    {
    }

    private ConvTranspose2d(Geometry g, Pair outputPadding, RandomSource random, bool bias, Initializer? weights, Initializer? biases)
        : base(g, [g.Inputs, g.Outputs / g.Groups, g.Kernel.H, g.Kernel.W], random, bias, weights, biases)
    {
        same = g.Padding.IsSame;
        if (same && outputPadding != 0)
            throw new ArgumentException(
                $"Padding.Same decides the size of the output, got an output padding of {outputPadding} as well; leave one out.",
                nameof(outputPadding));
        if (outputPadding.H < 0 || outputPadding.W < 0 || outputPadding.H >= Stride.H || outputPadding.W >= Stride.W)
            throw new ArgumentOutOfRangeException(
                nameof(outputPadding), outputPadding, $"Expected less than the stride {Stride}, and nothing negative.");

        // A kernel shorter than the stride leaves gaps; "same" padding fills the last gap too.
        this.outputPadding = same ? new Pair(Math.Max(Stride.H - Span.H, 0), Math.Max(Stride.W - Span.W, 0)) : outputPadding;
    }

    public override int OutputAxis => 1;

    public override string Description => base.Description + (same || outputPadding == 0 ? "" : $" o{outputPadding}");

    public override Shape OutputShape(Shape input)
    {
        CheckInput(input);
        Padding around = PaddingOf(input[2], input[3]);
        long height = Enlarged(input[2], Stride.H, Span.H, outputPadding.H), width = Enlarged(input[3], Stride.W, Span.W, outputPadding.W);
        (int cutH, int cutW) = (around.Top + around.Bottom, around.Left + around.Right);
        if (height <= cutH || width <= cutW || height - cutH > int.MaxValue || width - cutW > int.MaxValue)
            throw WrongInput($"of which more is left than its padding takes away ({cutH}×{cutW} of {height}×{width} pixels)", input);
        return [input[0], Outputs, (int)(height - cutH), (int)(width - cutW)];
    }

    private protected override Tensor Apply<TFormula>(Tensor x, Conv2dOptions options, TFormula activation) =>
        x.ConvTranspose2d(Weight.Effective(), Bias?.Effective(), options, (outputPadding.H, outputPadding.W), activation);

    /// <summary>Of the (size − 1)·stride + span pixels, size·stride remain.</summary>
    private protected override int SamePadding(int size, int stride, int span) => Math.Max(span - stride, 0);

    private static long Enlarged(int size, int stride, int span, int more) => ((size - 1L) * stride) + span + more;
}
