using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = x where x &gt; 0, else slope · x; its derivative at 0 is the slope, as in PyTorch. Maas, Hannun, Ng 2013.</summary>
public readonly struct LeakyRelu(float slope) : IUnaryFormula
{
    // A positive slope keeps the sign, so y tells on which side x was.
    public bool DerivativeFromOutput => slope > 0;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(x, V.Like(x, 0)), x, x * slope);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(x, V.Like(x, 0)), V.Like(x, 1), V.Like(x, slope));
}
