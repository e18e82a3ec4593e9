using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>y = f(a, b), element by element, with its two partial derivatives; see <see cref="IUnaryFormula"/>.</summary>
[KernelFormula]
public interface IBinaryFormula
{
    /// <summary>f(a, b).</summary>
    V Value<V>(V a, V b)
        where V : IArithmetic<V>;

    /// <summary>∂f/∂a; y = f(a, b).</summary>
    V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V>;

    /// <summary>∂f/∂b; y = f(a, b).</summary>
    V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V>;
}
