using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Gradients of all formulas, and of broadcasting.</summary>
public class ElementwiseOpTests
{
    // The second shape of each pair meets the first from every side: scalar, row, column, middle, both ways at once, nothing.
    private static readonly (Shape A, Shape B)[] Broadcasts =
    [
        ([], []), ([3], []), ([], [3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 3], [2, 1]), ([2, 1], [1, 3]), ([2, 3, 2], [3, 1]),
        ([1, 2], [3, 2]),
        ([2, 1, 2], [3, 1]), ([1, 1], [2]), ([2, 2, 1, 2], [2, 1, 1, 1]), ([0, 2], [2]), ([1], [0]),
    ];

    private static IEnumerable<(Shape A, Shape B)> BroadcastPairs => Broadcasts;

    internal static IEnumerable<UnaryCase> UnaryCases => FormulaCases.Unary;

    internal static IEnumerable<BinaryCase> BinaryCases => FormulaCases.Binary;

    [TestCaseSource(nameof(UnaryCases))]
    [GradientOf("IUnaryFormula")]
    public void Unary_gradients(object formula)
    {
        var unary = (UnaryCase)formula;
        GradientAssert.Run(x => unary.Apply(x[0]), [[2, 5]], unary.Low, unary.High);
    }

    [TestCaseSource(nameof(BinaryCases))]
    [GradientOf("IBinaryFormula")]
    public void Binary_gradients(object formula)
    {
        var binary = (BinaryCase)formula;
        GradientAssert.Run(x => binary.Apply(x[0], x[1]), [[2, 3], [3]], binary.Low, binary.High);
        GradientAssert.Run(x => binary.Apply(x[0], x[1]), [[3], [3]], binary.Low, binary.High);
    }

    [TestCaseSource(nameof(BroadcastPairs))]
    public void Broadcast_gradients((Shape A, Shape B) pair)
    {
        GradientAssert.Run(x => x[0] * x[1], [pair.A, pair.B]);
        GradientAssert.Run(x => x[0] - x[1], [pair.A, pair.B]);
        GradientAssert.Run(x => x[0] / x[1], [pair.A, pair.B], 0.5, 2);
    }

    [Test]
    public void An_operand_may_meet_itself()
    {
        GradientAssert.Run(x => x[0] * x[0], [[3]]);
        GradientAssert.Run(x => x[0] + x[0], [[3]]);
        GradientAssert.Run(x => x[0] / x[0], [[3]], 0.5, 2);
        GradientAssert.Run(x => x[0].Pow(x[0]), [[3]], 0.5, 2);
    }

    [Test]
    public void Numbers_on_either_side()
    {
        GradientAssert.Run(x => ((2 - x[0]) * 3) + (1 / (x[0] + 4)) - (x[0] / 7), [[4]]);
        GradientAssert.Run(x => -x[0] - 1.5 + (0.5 * x[0]), [[4]]);
    }

    [Test]
    [GradientOf("Where")]
    public void Where_gradients()
    {
        foreach (
            (Shape condition, Shape a, Shape b) in new (Shape, Shape, Shape)[]
            {
                ([4], [4], [4]), ([2, 1], [3], [2, 3]), ([3], [], [2, 3]), ([2, 3], [2, 3], [])
            })
        {
            double[][] values = [Enumerable.Range(0, condition.Size).Select(i => (double)(i % 2)).ToArray(), Random(a), Random(b)];
            GradientAssert.Run(x => Tensor.Where(x[0], x[1], x[2]), [condition, a, b], values, constant: [true, false, false]);
        }
    }

    [Test]
    public void Where_may_choose_between_a_tensor_and_itself() =>
        GradientAssert.Run(x => Tensor.Where(x[0].GreaterThan(x[0] * 0), x[0], x[0] * 3), [[5]]);

    [Test]
    public void Chains_of_ops() =>
        GradientAssert.Run(x => ((x[0].Tanh() * x[1]) + x[0].Sigmoid()).Exp() * x[1].Softplus(), [[2, 3], [3]], -1, 1);

    private static double[] Random(Shape shape) => GradientCheck.Uniform(new Random(3), shape.Size, -2, 2);
}
