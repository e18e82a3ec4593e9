using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = a · b.</summary>
public readonly struct Multiply : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> =>
        a * b;

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        b;

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> =>
        a;
}
