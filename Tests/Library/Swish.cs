using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Library;

/// <summary>An activation of one's own. Ramachandran, Zoph, Le 2017.</summary>
public sealed class Swish() : Activation<SwishFormula>(default);

/// <summary>x·σ(x).</summary>
public readonly struct SwishFormula : IUnaryFormula
{
    public V Value<V>(V x)
        where V : IArithmetic<V> => x * V.Sigmoid(x);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V> => V.Sigmoid(x) * (x - y + 1);
}
