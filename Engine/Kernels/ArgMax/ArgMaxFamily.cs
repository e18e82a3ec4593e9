namespace GanFromScratch.Engine.Kernels.ArgMax;

/// <summary>Cases of the index of the maximum: along rows, and down columns.</summary>
internal sealed class ArgMaxFamily : KernelFamily
{
    public override string Name => nameof(ArgMax);

    public override string Formula => "y[o, i] = the r with the largest x[o, r, i]";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 10), "ten classes at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) =>
    [
        Of("rows", shape, new ArgMax(shape.Rows, shape.Columns, 1)),
        Of("columns", shape, new ArgMax(1, shape.Rows, shape.Columns)),
    ];

    private static KernelCase Of(string name, CaseShape shape, ArgMax sizes)
    {
        int results = sizes.Outer * sizes.Inner;
        return KernelCase.Of(
            name, $"{shape}", [Operand.Uniform(shape.Size), Operand.Result(results)], v => new ArgMaxLaunch(sizes, v[0], v[1])) with
        {
            Bytes = 4.0 * (shape.Size + results),
        };
    }
}
