using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = scale · x + shift: every sum, difference and product of a tensor and a number.</summary>
public readonly struct Affine(float scale, float shift) : IUnaryFormula
{
    public bool DerivativeFromOutput => true;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        (x * scale) + shift;

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Like(x, scale);
}
