using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>How many numbers become one: an associative operation and what to start from.</summary>
[KernelFormula]
public interface IReduction
{
    /// <summary>The result over no elements.</summary>
    static abstract double Start { get; }

    static abstract V Combine<V>(V a, V b)
        where V : IArithmetic<V>;
}

/// <summary>Σ x.</summary>
public readonly struct SumReduction : IReduction
{
    public static double Start => 0;

    public static V Combine<V>(V a, V b)
        where V : IArithmetic<V> =>
        a + b;
}

/// <summary>The largest; NaN if there is one; −∞ over nothing.</summary>
public readonly struct MaxReduction : IReduction
{
    public static double Start => double.NegativeInfinity;

    public static V Combine<V>(V a, V b)
        where V : IArithmetic<V> =>
        V.Max(a, b);
}

/// <summary>The smallest; NaN if there is one; ∞ over nothing.</summary>
public readonly struct MinReduction : IReduction
{
    public static double Start => double.PositiveInfinity;

    public static V Combine<V>(V a, V b)
        where V : IArithmetic<V> =>
        V.Min(a, b);
}
