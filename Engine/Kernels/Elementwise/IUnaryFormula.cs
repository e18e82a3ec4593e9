using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// y = f(x), element by element: a formula as a type. One file holds the value and the derivative, written once over any arithmetic;
/// the reference, SIMD and GPU loops take the type as an argument, and the derivative evaluated on tensors is differentiable again.
/// A formula with parameters (a slope, a bound) keeps them in fields.
/// </summary>
[KernelFormula]
public interface IUnaryFormula
{
    /// <summary>f(x).</summary>
    V Value<V>(V x)
        where V : IArithmetic<V>;

    /// <summary>f′(x); <paramref name="y"/> = f(x) is given for formulas that are shorter with it.</summary>
    V Derivative<V>(V x, V y)
        where V : IArithmetic<V>;

    /// <summary>
    /// Whether <see cref="Derivative"/> needs only y. Such a formula can be fused into a matrix product (its epilogue), which never
    /// stores x (x is then y as well).
    /// </summary>
    bool DerivativeFromOutput => false;
}
