using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise.Formulas;

/// <summary>y = x where x &gt; 0, else alpha · (eˣ − 1). Clevert, Unterthiner, Hochreiter 2016.</summary>
public readonly struct Elu(float alpha) : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(x, V.Like(x, 0)), x, V.Expm1(V.Min(x, V.Like(x, 0))) * alpha);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> =>
        V.Select(V.Greater(x, V.Like(x, 0)), V.Like(x, 1), V.Exp(V.Min(x, V.Like(x, 0))) * alpha);
}
