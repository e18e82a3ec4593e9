using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Kernels.Reduce;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// y = f(x·Wᵀ + b), the dense layer with its activation in one kernel. Shapes: x (…, In), W (Out, In), b (Out) or none, y (…, Out).
/// <para>
/// With z = x·Wᵀ + b: dz = dy·f′(z), then dx = dz·W, dW = dzᵀ·x, db = Σ dz over the rows. z is not kept, so f must be a formula whose
/// slope can be computed from y.
/// </para>
/// </summary>
internal static class LinearOp
{
    public static Tensor Apply<TActivation>(Tensor x, Tensor weight, Tensor? bias, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (x.Rank < 1 || weight.Rank != 2 || x.Shape[-1] != weight.Shape[1])
            throw new ShapeException(
                $"Linear: an input of shape (…, {(weight.Rank == 2 ? weight.Shape[1] : "In")}) was expected for weights {weight.Shape}, "
                + $"got {x.Shape}.");
        if (bias != null && bias.Shape != [weight.Shape[0]])
            throw new ShapeException($"Linear: the bias for weights {weight.Shape} must have shape ({weight.Shape[0]}), got {bias.Shape}.");
        if (!activation.DerivativeFromOutput)
            throw new ArgumentException(
                $"{typeof(TActivation).Name} cannot be fused into Linear: its slope is not a function of its output.");

        if (x.Rank != 2)
        {
            int last = x.Rank - 1;
            Tensor rows = x.Reshape(x.Shape.Product(0, last), x.Shape[last]);
            return Apply(rows, weight, bias, activation).Reshape(x.Shape.With(last, weight.Shape[0]));
        }

        (int N, int In, int Out) = (x.Shape[0], x.Shape[1], weight.Shape[0]);
        Tensor y = Tensor.Allocate(x.Device, [N, Out]);
        new MatMul(N, Out, In, TransposeB: true).Run(x.View, weight.View, bias?.View, y.View, activation);
        Tensor[] inputs = bias == null ? [x, weight] : [x, weight, bias];
        y.Trace?.Note(("activation", activation));
        return y.Record("Linear", inputs, dy =>
        {
            Tensor dz = typeof(TActivation) == typeof(Identity) ? dy : UnaryOp.Gradient(y, y, dy, activation);
            Tensor? dx = BackwardPass.Wants(x) ? MatMulOp.Apply(dz, weight, false, false) : null;
            Tensor? dw = BackwardPass.Wants(weight) ? MatMulOp.GradientOf(weight, dz, x, true, false) : null;
            return bias == null ? [dx, dw] : [dx, dw, BackwardPass.Wants(bias) ? BiasGradient(bias, dz) : null];
        }, typeof(TActivation));
    }

    private static Tensor? BiasGradient(Tensor bias, Tensor dz)
    {
        if (!BackwardPass.MayWriteInto(bias))
            return dz.Sum([0]);
        Devices.BufferView slot = bias.TakeGradientSlot(out bool accumulate);
        new Reduce(1, dz.Shape[0], dz.Shape[1], Accumulate: accumulate).Run<SumReduction>(dz.View, slot);
        return null;
    }
}
