using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.BatchNorm;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// y = γ·(x − μ)/√(σ² + ε) + β, channel by channel; see <see cref="BatchNorm"/>. Shapes: x and y (N, C, …); γ, β and the running
/// statistics (C). Training takes μ and σ² from the batch and updates the running statistics; inference uses the running ones.
/// </summary>
internal static class BatchNormOp
{
    public static Tensor Apply(
        Tensor x, Tensor? gamma, Tensor? beta, Tensor? runningMean, Tensor? runningVariance, bool training, float momentum, float epsilon)
    {
        if (x.Rank < 2)
            throw new ShapeException($"BatchNorm needs an input of shape (N, C) or (N, C, …), got {x.Shape}.");
        (int N, int C, int inner) = (x.Shape[0], x.Shape[1], x.Shape.Product(2, x.Rank));
        CheckChannels("gamma", gamma, x.Shape);
        CheckChannels("beta", beta, x.Shape);
        CheckChannels("the running mean", runningMean, x.Shape);
        CheckChannels("the running variance", runningVariance, x.Shape);
        if (training && (long)N * inner < 2)
        {
            throw new ShapeException(
                $"BatchNorm in training needs at least 2 values per channel to have a variance, got {(long)N * inner} in an input of shape "
                + $"" +
                $"{x.Shape}; use a larger batch.");
        }

        if ((runningMean == null) != (runningVariance == null) || (!training && runningMean == null))
            throw new ArgumentException("BatchNorm needs a running mean and a running variance; only in training both may be left out.");

        Tensor y = Tensor.Allocate(x.Device, x.Shape), mean = Tensor.Allocate(x.Device, [C]), inverse = Tensor.Allocate(x.Device, [C]);
        BufferView? Running(Tensor? statistic) => training ? statistic?.MutableView("BatchNorm in training") : statistic?.View;
        new BatchNorm(N, C, inner, momentum, epsilon).Run(
            new(
                x.View, gamma?.View, beta?.View, Running(runningMean), Running(runningVariance), y.View, mean.View, inverse.View),
            training);
        Tensor?[] inputs = [x, gamma, beta];
        y.Trace?.Note(
            ("gamma", gamma), ("beta", beta), ("mean", training ? null : runningMean), ("variance", training ? null : runningVariance),
            ("epsilon", epsilon));
        return y.Record("BatchNorm", inputs.OfType<Tensor>().ToArray(), dy =>
        {
            Tensor?[] gradients = BackwardPass.CreatesGraph
                ? Differentiable(x, gamma, beta, training ? null : mean, training ? null : inverse, dy, epsilon)
                : Fused(x, gamma, beta, mean, inverse, dy, training);
            return gradients.Where((_, i) => inputs[i] != null).ToArray();
        });
    }

    /// <summary>All three gradients from one kernel; those of parameters are written directly to their slots.</summary>
    private static Tensor?[] Fused(Tensor x, Tensor? gamma, Tensor? beta, Tensor mean, Tensor inverse, Tensor dy, bool training)
    {
        Tensor? dx = BackwardPass.Wants(x) ? Tensor.Allocate(x.Device, x.Shape) : null;
        BufferView? gammaPlace = Place(gamma, out Tensor? dgamma, out bool accumulateGamma);
        BufferView? betaPlace = Place(beta, out Tensor? dbeta, out bool accumulateBeta);
        var sizes = new BatchNormGradient(x.Shape[0], x.Shape[1], x.Shape.Product(2, x.Rank), training, accumulateGamma, accumulateBeta);
        sizes.Run(new(x.View, dy.View, dx == null ? null : gamma?.View, mean.View, inverse.View, dx?.View, gammaPlace, betaPlace));
        return [dx, dgamma, dbeta];
    }

    /// <summary>The target of a parameter's gradient: its own slot, a new tensor to return, or none.</summary>
    private static BufferView? Place(Tensor? parameter, out Tensor? gradient, out bool accumulate)
    {
        gradient = null;
        accumulate = false;
        if (parameter == null || !BackwardPass.Wants(parameter))
            return null;
        if (BackwardPass.MayWriteInto(parameter))
            return parameter.TakeGradientSlot(out accumulate);
        gradient = Tensor.Allocate(parameter.Device, parameter.Shape);
        return gradient.View;
    }

    /// <summary>
    /// The same gradients, derived at <see cref="BatchNormGradient"/>, in ops that can be differentiated again. In training μ and s are
    /// recomputed, since they depend on x; in inference they are given.
    /// </summary>
    private static Tensor?[] Differentiable(Tensor x, Tensor? gamma, Tensor? beta, Tensor? mean, Tensor? inverse, Tensor dy, float epsilon)
    {
        (int N, int C, int inner) = (x.Shape[0], x.Shape[1], x.Shape.Product(2, x.Rank));
        int[] axes = [0, 2];
        Tensor Channels(Tensor t) => t.Reshape(1, C, 1);

        Tensor values = x.Reshape(N, C, inner), gradient = dy.Reshape(N, C, inner);
        Tensor centred = values - (mean == null ? values.Mean(axes, keepDims: true) : Channels(mean));
        Tensor s = inverse == null ? (centred.Square().Mean(axes, keepDims: true) + epsilon).Sqrt().Reciprocal() : Channels(inverse);
        Tensor normalized = centred * s, product = gradient * normalized;

        Tensor? dx = null;
        if (BackwardPass.Wants(x))
        {
            Tensor inside = mean == null
                ? gradient - gradient.Mean(axes, keepDims: true) - (normalized * product.Mean(axes, keepDims: true))
                : gradient;
            dx = (inside * (gamma == null ? s : s * Channels(gamma))).Reshape(x.Shape);
        }

        Tensor? dgamma = gamma != null && BackwardPass.Wants(gamma) ? product.Sum(axes) : null;
        return [dx, dgamma, beta != null && BackwardPass.Wants(beta) ? gradient.Sum(axes) : null];
    }

    private static void CheckChannels(string name, Tensor? tensor, Shape x)
    {
        if (tensor != null && tensor.Shape != [x[1]])
            throw new ShapeException($"BatchNorm of an input of shape {x}: {name} must have shape ({x[1]}), got {tensor.Shape}.");
    }
}
