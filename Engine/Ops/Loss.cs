using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Loss;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// y = 1/n Σ f(predictionᵢ, targetᵢ) for any loss formula. Shapes: prediction and target the same (accidental broadcasting would compare
/// every prediction with every target), y a single number.
/// </summary>
internal static class LossOp
{
    public static Tensor Apply<TFormula>(Tensor prediction, Tensor target, TFormula formula)
        where TFormula : unmanaged, ILossFormula
    {
        string name = typeof(TFormula).Name;
        ShapeException.ThrowIfTargetsDiffer(name, prediction.Shape, target.Shape);
        if (prediction.Length == 0)
            throw new ShapeException($"{name}: the mean of no elements is undefined, got shape {prediction.Shape}.");
        Tensor y = Tensor.Allocate(prediction.Device, []);
        Loss.Run(prediction.View, target.View, y.View, formula);
        return y.Record(name, [prediction, target], dy =>
        [
            BackwardPass.Wants(prediction) ? Gradient(prediction, target, dy, formula, byTarget: false) : null,
            BackwardPass.Wants(target) ? Gradient(prediction, target, dy, formula, byTarget: true) : null,
        ]);
    }

    /// <summary>
    /// dᵢ = dy/n · ∂f: one kernel or, if this gradient will be differentiated again, the formula evaluated on tensors.
    /// </summary>
    private static Tensor Gradient<TFormula>(Tensor prediction, Tensor target, Tensor dy, TFormula formula, bool byTarget)
        where TFormula : unmanaged, ILossFormula
    {
        if (BackwardPass.CreatesGraph)
        {
            Tensor slope = byTarget
                ? formula.DerivativeB(prediction, target, prediction)
                : formula.DerivativeA(prediction, target, prediction);
            return slope * (dy / prediction.Length);
        }

        // An operand that the derivative does not read may have changed since; the kernel gets the other one in its place.
        Dependence reads = byTarget
            ? formula.DerivativeB(Dependence.First, Dependence.Second, default)
            : formula.DerivativeA(Dependence.First, Dependence.Second, default);
        if (!reads.On(Dependence.First))
            prediction = target;
        else if (!reads.On(Dependence.Second))
            target = prediction;
        Tensor d = Tensor.Allocate(prediction.Device, prediction.Shape);
        LossGradient.Run(prediction.View, target.View, dy.View, d.View, formula, byTarget);
        return d;
    }
}
