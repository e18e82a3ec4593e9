namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>Cases of sums: along rows, down columns (a bias's gradient), and of everything.</summary>
internal sealed class ReduceFamily : KernelFamily
{
    public override string Name => nameof(Reduce);

    public override string Formula => "y[o, i] = ⊕ᵣ x[o, r, i] / divisor";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    // The naive version's sum over everything is one long chain of additions.
    public override IEnumerable<KernelCase> Cases(CaseShape shape) =>
    [
        Of("rows", shape, new Reduce(shape.Rows, shape.Columns, 1), tolerance: 1e-4),
        Of("columns", shape, new Reduce(1, shape.Rows, shape.Columns), tolerance: 1e-4),
        Of("all", shape, new Reduce(1, shape.Size, 1), tolerance: 1e-2),
    ];

    private static KernelCase Of(string name, CaseShape shape, Reduce sizes, double tolerance)
    {
        int results = sizes.Outer * sizes.Inner;
        return KernelCase.Of(
            name, $"{shape}", [Operand.Uniform(shape.Size, 0, 1), Operand.Result(results)],
            v => new ReduceLaunch<SumReduction>(sizes, v[0], v[1])) with
        {
            Bytes = 4.0 * (shape.Size + results),
            Tolerance = tolerance,
        };
    }
}
