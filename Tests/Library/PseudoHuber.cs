using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Tests.Library;

/// <summary>A loss of one's own, element by element: √(1 + (a − b)²) − 1, a parabola near 0 and straight far from it.</summary>
public readonly struct PseudoHuber : IBinaryFormula
{
    public V Value<V>(V a, V b)
        where V : IArithmetic<V> => V.Sqrt(((a - b) * (a - b)) + 1) - 1;

    public V DerivativeA<V>(V a, V b, V y)
        where V : IArithmetic<V> => (a - b) / (y + 1);

    public V DerivativeB<V>(V a, V b, V y)
        where V : IArithmetic<V> => (b - a) / (y + 1);
}
