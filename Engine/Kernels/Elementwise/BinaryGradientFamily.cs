using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// Cases of the gradients of binary formulas by their first operand: two tensors of a shape, and a row that all rows share.
/// </summary>
internal sealed class BinaryGradientFamily : KernelFamily
{
    public override string Name => nameof(BinaryGradient);

    public override string Formula => "d = dy · ∂f/∂a, or dy · ∂f/∂b";

    public override double OperationsPerElement => 2;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) =>
        [Of<Multiply>(shape, [shape.Rows, shape.Columns], ""), Of<Divide>(shape, [shape.Columns], " by a row")];

    private static KernelCase Of<TFormula>(CaseShape shape, Shape second, string how)
        where TFormula : unmanaged, IBinaryFormula
    {
        int n = shape.Size;
        Shape whole = [shape.Rows, shape.Columns];
        var plan = BroadcastPlan.Of(whole, whole, second);
        return KernelCase.Of(
            typeof(TFormula).Name + how, $"{shape}",
            [Operand.Uniform(n), Operand.Uniform(second.Size, 1, 2), Operand.Uniform(n), Operand.Result(n)],
            v => new BinaryGradientLaunch<TFormula>(plan, v[0], v[1], v[2], v[3], default, ByB: false)) with
        {
            // By the first operand: dy times something made of the second alone.
            Bytes = 4.0 * (n + n + second.Size),
        };
    }
}
