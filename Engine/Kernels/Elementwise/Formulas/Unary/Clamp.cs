using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = x held within [low, high]. Inside and on the bounds the slope is 1, outside 0, as in PyTorch.</summary>
public readonly struct Clamp(float low, float high) : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Min(V.Max(x, V.Like(x, low)), V.Like(x, high));

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Equal(x, y), V.Like(x, 1), V.Like(x, 0));
}
