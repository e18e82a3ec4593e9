using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = 2/√π ∫₀ˣ e^(−t²) dt.</summary>
public readonly struct Erf : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Erf(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Exp(-(x * x)) * 1.1283791670955125739;
}
