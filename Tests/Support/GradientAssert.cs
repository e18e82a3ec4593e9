using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Tests.Support;

/// <summary><see cref="GradientCheck"/> as an assertion: every element of every input, first order both ways and second order.</summary>
internal static class GradientAssert
{
    /// <summary>Random inputs of the given shapes, uniform in [low, high].</summary>
    public static void Run(
        Func<Tensor[], Tensor> op, Shape[] shapes, double low = -2, double high = 2, bool secondOrder = true, int seed = 1)
    {
        var random = new Random(seed);
        Run(op, shapes, Array.ConvertAll(shapes, s => GradientCheck.Uniform(random, s.Size, low, high)), secondOrder);
    }

    /// <summary>Given inputs, for ops with kinks or index operands. An input may be marked constant.</summary>
    public static void Run(Func<Tensor[], Tensor> op, Shape[] shapes, double[][] values, bool secondOrder = true, bool[]? constant = null)
    {
        IReadOnlyList<GradientComparison> comparisons = GradientCheck.Run(op, shapes, values, secondOrder, constant);
        foreach (GradientComparison c in comparisons.Where(c => !c.IsRight))
            Assert.Fail($"{Words(c.Order)}: input {c.Input}, element {c.Element}: expected {c.Expected}, got {c.Actual}");
    }

    private static string Words(GradientOrder order) => order switch
    {
        GradientOrder.First => "first order",
        GradientOrder.FirstRecorded => "first order with createGraph",
        _ => "second order",
    };
}
