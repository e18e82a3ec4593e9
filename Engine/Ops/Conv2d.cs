using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// y = f(x ⋆ w + b), a convolution with its activation in one kernel; see <see cref="Conv2d"/>. Shapes: x (N, C, H, W), w (O, C/groups,
/// KH, KW), b (O) or none, y (N, O, OutH, OutW).
/// <para>
/// With z = x ⋆ w + b: dz = dy·f′(z), then dx = dz ⋆ᵀ w (a transposed convolution), dw (<see cref="Conv2dWeightGradientOp"/>) and db = Σ dz
/// over images and pixels. All three are ops of the same family, so they can be differentiated again. z is not kept, so f must be a
/// formula whose slope can be computed from y.
/// </para>
/// </summary>
internal static class Conv2dOp
{
    public static Tensor Apply<TActivation>(Tensor x, Tensor weight, Tensor? bias, Conv2dOptions options, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (x.Rank != 4 || weight.Rank != 4)
            throw new ShapeException(
                $"Conv2d needs an input of shape (N, C, H, W) and weights (O, C/groups, KH, KW), got {x.Shape} and {weight.Shape}.");
        if (x.Shape[1] != (long)weight.Shape[1] * options.Groups)
        {
            throw new ShapeException(
                $"Conv2d: weights {weight.Shape} in {options.Groups} group(s) expect {(long)weight.Shape[1] * options.Groups} input "
                + $"channels, got {x.Shape[1]} in an input of shape {x.Shape}.");
        }

        var sizes = new Conv2d(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], weight.Shape[0], weight.Shape[2], weight.Shape[3], options);
        if (sizes.Mistake is string mistake)
            throw new ShapeException($"Conv2d of an input {x.Shape} with weights {weight.Shape}: {mistake}.");
        ChannelBias.Check("Conv2d", bias, sizes.O, weight.Shape);
        return Apply(sizes, x, weight, bias, activation);
    }

    /// <summary>The same, for sizes that have been checked.</summary>
    public static Tensor Apply<TActivation>(Conv2d sizes, Tensor x, Tensor weight, Tensor? bias, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (!activation.DerivativeFromOutput)
            throw new ArgumentException(
                $"{typeof(TActivation).Name} cannot be fused into Conv2d: its slope is not a function of its output.");
        Tensor y = Tensor.Allocate(x.Device, [sizes.N, sizes.O, sizes.OutH, sizes.OutW]);
        sizes.Run(x.View, weight.View, bias?.View, y.View, activation);
        Tensor[] inputs = bias == null ? [x, weight] : [x, weight, bias];
        y.Trace?.Note(("sizes", sizes), ("activation", activation));
        return y.Record("Conv2d", inputs, dy =>
        {
            Tensor dz = typeof(TActivation) == typeof(Identity) ? dy : UnaryOp.Gradient(y, y, dy, activation);
            Tensor? dx = BackwardPass.Wants(x) ? ConvTranspose2dOp.Apply(sizes, dz, weight, null, default(Identity)) : null;
            Tensor? dw = BackwardPass.Wants(weight) ? Conv2dWeightGradientOp.GradientOf(weight, sizes, x, dz) : null;
            return bias == null ? [dx, dw] : [dx, dw, BackwardPass.Wants(bias) ? ChannelBias.Gradient(bias, dz) : null];
        }, typeof(TActivation));
    }
}
