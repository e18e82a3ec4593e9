using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// y = f(x ⋆ᵀ w + b), the transposed convolution with its activation in one kernel: the map of <see cref="Conv2dInputGradient"/>, applied
/// to an image instead of a gradient. Shapes: x (N, C, H, W), w (C, O/groups, KH, KW), b (O) or none, y (N, O, OutH, OutW) with OutH = (H
/// − 1)·stride − top − bottom + dilation·(KH − 1) + 1 + output padding. A convolution with a stride maps several sizes to the same one;
/// the output padding, less than the stride, selects which of them to return to.
/// <para>
/// With z = x ⋆ᵀ w + b: dz = dy·f′(z), then dx = dz ⋆ w, dw as for a convolution with input dz and output gradient x, and
/// db = Σ dz over images and pixels.
/// </para>
/// </summary>
internal static class ConvTranspose2dOp
{
    public static Tensor Apply<TActivation>(
        Tensor x, Tensor weight, Tensor? bias, Conv2dOptions options, int outputPaddingH, int outputPaddingW, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (x.Rank != 4 || weight.Rank != 4)
            throw new ShapeException(
                $"ConvTranspose2d needs an input of shape (N, C, H, W) and weights (C, O/groups, KH, KW), got {x.Shape} and "
                + $"{weight.Shape}.");
        if (x.Shape[1] != weight.Shape[0])
            throw new ShapeException(
                $"ConvTranspose2d: weights {weight.Shape} expect {weight.Shape[0]} input channels, got {x.Shape[1]} in an input of shape "
                + $"{x.Shape}.");
        if (options.Mistake is string mistaken)
            throw new ShapeException($"ConvTranspose2d of an input {x.Shape} with weights {weight.Shape}: {mistaken}.");
        if (outputPaddingH < 0 || outputPaddingH >= options.StrideH || outputPaddingW < 0 || outputPaddingW >= options.StrideW)
        {
            throw new ShapeException(
                $"ConvTranspose2d: the output padding must be less than the stride {options.StrideH}×{options.StrideW} and not negative, "
                + $"got {outputPaddingH}×{outputPaddingW}.");
        }

        (int KH, int KW) = (weight.Shape[2], weight.Shape[3]);
        long H = Outputs(x.Shape[2], options.StrideH, options.PaddingTop + options.PaddingBottom, options.DilationH, KH, outputPaddingH);
        long W = Outputs(x.Shape[3], options.StrideW, options.PaddingLeft + options.PaddingRight, options.DilationW, KW, outputPaddingW);
        if (x.Shape[2] < 1 || x.Shape[3] < 1 || H is < 1 or > int.MaxValue || W is < 1 or > int.MaxValue)
        {
            throw new ShapeException(
                $"ConvTranspose2d of an input {x.Shape} with weights {weight.Shape}: the output would be {H}×{W} pixels, and at least 1×1 "
                + $"is needed; use less padding.");
        }

        var sizes = new Conv2d(x.Shape[0], weight.Shape[1] * options.Groups, (int)H, (int)W, x.Shape[1], KH, KW, options);
        if (sizes.Mistake is string mistake)
            throw new ShapeException(
                $"ConvTranspose2d of an input {x.Shape} with weights {weight.Shape}: {mistake} (in and out as of the convolution that it "
                + $"transposes).");
        ChannelBias.Check("ConvTranspose2d", bias, sizes.C, weight.Shape);
        return Apply(sizes, x, weight, bias, activation);
    }

    /// <summary>
    /// The transpose of the convolution with these sizes: from images of the size of its y to images of the size of its x.
    /// </summary>
    public static Tensor Apply<TActivation>(Conv2d sizes, Tensor x, Tensor weight, Tensor? bias, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (!activation.DerivativeFromOutput)
            throw new ArgumentException(
                $"{typeof(TActivation).Name} cannot be fused into ConvTranspose2d: its slope is not a function of its output.");
        Tensor y = Tensor.Allocate(x.Device, [sizes.N, sizes.C, sizes.H, sizes.W]);
        new Conv2dInputGradient(sizes).Run(x.View, weight.View, bias?.View, y.View, activation);
        Tensor[] inputs = bias == null ? [x, weight] : [x, weight, bias];
        y.Trace?.Note(("sizes", sizes), ("activation", activation));
        return y.Record("ConvTranspose2d", inputs, dy =>
        {
            Tensor dz = typeof(TActivation) == typeof(Identity) ? dy : UnaryOp.Gradient(y, y, dy, activation);
            Tensor? dx = BackwardPass.Wants(x) ? Conv2dOp.Apply(sizes, dz, weight, null, default(Identity)) : null;
            Tensor? dw = BackwardPass.Wants(weight) ? Conv2dWeightGradientOp.GradientOf(weight, sizes, dz, x) : null;
            return bias == null ? [dx, dw] : [dx, dw, BackwardPass.Wants(bias) ? ChannelBias.Gradient(bias, dz) : null];
        }, typeof(TActivation));
    }

    private static long Outputs(int size, int stride, int padding, int dilation, int kernel, int outputPadding) =>
        ((size - 1L) * stride) - padding + ((long)dilation * (kernel - 1)) + 1 + outputPadding;
}
