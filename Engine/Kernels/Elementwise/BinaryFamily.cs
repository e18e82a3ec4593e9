using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>Cases of binary formulas: two tensors of a shape; and a row that all rows share, as a bias is.</summary>
internal sealed class BinaryFamily : KernelFamily
{
    public override string Name => nameof(Binary);

    public override string Formula => "y = f(a, b)";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) =>
        [Of<Add>(shape, [shape.Rows, shape.Columns], ""), Of<Multiply>(shape, [shape.Columns], " by a row")];

    private static KernelCase Of<TFormula>(CaseShape shape, Shape second, string how)
        where TFormula : unmanaged, IBinaryFormula
    {
        int n = shape.Size;
        Shape whole = [shape.Rows, shape.Columns];
        var plan = BroadcastPlan.Of(whole, whole, second);
        return KernelCase.Of(
            typeof(TFormula).Name + how, $"{shape}", [Operand.Uniform(n), Operand.Uniform(second.Size, 1, 2), Operand.Result(n)],
            v => new BinaryLaunch<TFormula>(plan, v[0], v[1], v[2], default)) with
        {
            Bytes = 4.0 * (n + n + second.Size),
        };
    }
}
