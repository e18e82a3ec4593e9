using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Layers;

/// <summary>
/// A penalty on large parameters to add to a loss: l1·Σ|w| + l2·Σw², sums and not means, as in Keras (its L2 has no factor ½).
/// <code>loss += Regularizer.L1L2(1e-5, 1e-5).Penalty(generator.Weights())</code>
/// </summary>
public sealed class Regularizer
{
    private readonly PenaltyFormula formula;

    private Regularizer(double l1, double l2)
    {
        if (!(l1 >= 0) || !(l2 >= 0))
            throw new InputException($"A regularizer needs factors ≥ 0, got l1 = {l1} and l2 = {l2}.");
        formula = new PenaltyFormula(l1, l2);
    }

    /// <summary>l1·Σ|w|.</summary>
    public static Regularizer L1(double l1 = 0.01) => new(l1, 0);

    /// <summary>l2·Σw².</summary>
    public static Regularizer L2(double l2 = 0.01) => new(0, l2);

    /// <summary>l1·Σ|w| + l2·Σw².</summary>
    public static Regularizer L1L2(double l1 = 0.01, double l2 = 0.01) => new(l1, l2);

    /// <summary>The penalty over all the given tensors, of shape (), differentiable.</summary>
    /// <param name="parameters">At least one.</param>
    public Tensor Penalty(IReadOnlyList<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0)
            throw new InputException("A regularizer needs at least one parameter to penalise.");
        Tensor sum = parameters[0].Apply(formula).Sum();
        for (int i = 1; i < parameters.Count; i++)
            sum += parameters[i].Apply(formula).Sum();
        return sum;
    }
}

/// <summary>y = l1·|x| + l2·x², in one pass; the derivative of |x| at 0 is taken as 0.</summary>
internal readonly struct PenaltyFormula(double l1, double l2) : IUnaryFormula
{
    private readonly FloatPair l1 = l1, l2 = l2;

    public V Value<V>(V x)
        where V : IArithmetic<V> =>
        (V.Abs(x) * l1) + (x * x * l2);

    public V Derivative<V>(V x, V y)
        where V : IArithmetic<V>
    {
        V zero = V.Like(x, 0);
        V slope = V.Like(x, 1) * l1;
        return ((x + x) * l2) + V.Select(V.Greater(x, zero), slope, V.Select(V.Greater(zero, x), zero - slope, zero));
    }
}
