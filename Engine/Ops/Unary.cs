using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Ops;

/// <summary>y = f(x) for any formula. Shape: that of x.</summary>
internal static class UnaryOp
{
    public static Tensor Apply<TFormula>(Tensor x, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        Tensor y = Tensor.Allocate(x.Device, x.Shape);
        Unary.Run(x.View, y.View, formula);
        y.Trace?.Note(("formula", formula));
        return y.Record(typeof(TFormula).Name, [x], dy => [Gradient(x, y, dy, formula)]);
    }

    /// <summary>
    /// dx = dy · f′(x): one fused kernel or, if this gradient will be differentiated again, the same formula evaluated on tensors.
    /// </summary>
    public static Tensor Gradient<TFormula>(Tensor x, Tensor y, Tensor dy, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        // dy / c, not dy · (1/c), which is NaN where dy is 0 and 1/c overflows.
        if (typeof(TFormula) == typeof(DivideBy))
            return Apply(dy, formula);
        if (BackwardPass.CreatesGraph)
            return dy * formula.Derivative(x, y);
        Tensor dx = Tensor.Allocate(x.Device, x.Shape);
        if (formula.DerivativeFromOutput)
            x = y;

        // An operand that the derivative does not read may have changed since; the kernel gets dy in its place.
        Dependence reads = formula.Derivative(Dependence.First, Dependence.Second);
        UnaryGradient.Run(
            (reads.On(Dependence.First) ? x : dy).View, (reads.On(Dependence.Second) ? y : dy).View, dy.View, dx.View, formula);
        return dx;
    }
}
