using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Ops;

/// <summary>y = f(a, b) for any formula. Shape: a and b broadcast against each other.</summary>
internal static class BinaryOp
{
    public static Tensor Apply<TFormula>(Tensor a, Tensor b, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula
    {
        Tensor y = Tensor.Allocate(a.Device, Shape.Broadcast(a.Shape, b.Shape, typeof(TFormula).Name));
        Binary.Run(y.Shape, a.View, a.Shape, b.View, b.Shape, y.View, formula);
        y.Trace?.Note(("formula", formula));
        return y.Record(typeof(TFormula).Name, [a, b], dy =>
        [
            BackwardPass.Wants(a) ? BroadcastGradient.SumTo(Gradient(a, b, y, dy, formula, byB: false), a.Shape) : null,
            BackwardPass.Wants(b) ? BroadcastGradient.SumTo(Gradient(a, b, y, dy, formula, byB: true), b.Shape) : null,
        ]);
    }

    private static Tensor Gradient<TFormula>(Tensor a, Tensor b, Tensor y, Tensor dy, TFormula formula, bool byB)
        where TFormula : unmanaged, IBinaryFormula
    {
        // A sum passes its gradient on unchanged; so does a difference to its first operand.
        if (typeof(TFormula) == typeof(Add) || (typeof(TFormula) == typeof(Subtract) && !byB))
            return dy;
        if (BackwardPass.CreatesGraph)
            return dy * (byB ? formula.DerivativeB(a, b, y) : formula.DerivativeA(a, b, y));

        // An operand that the derivative does not read may have changed since; the kernel gets dy in its place. It computes y from a and
        // b.
        Dependence both = Dependence.First + Dependence.Second;
        Dependence reads = byB
            ? formula.DerivativeB(Dependence.First, Dependence.Second, both)
            : formula.DerivativeA(Dependence.First, Dependence.Second, both);
        (a, b) = (reads.On(Dependence.First) ? a : dy, reads.On(Dependence.Second) ? b : dy);
        Tensor d = Tensor.Allocate(y.Device, y.Shape);
        BinaryGradient.Run(y.Shape, a.View, a.Shape, b.View, b.Shape, dy.View, d.View, formula, byB);
        return d;
    }
}
