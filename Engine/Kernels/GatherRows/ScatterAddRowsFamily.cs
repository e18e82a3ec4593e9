namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>Cases of a lookup's gradient: so many rows of so many columns added into a table.</summary>
internal sealed class ScatterAddRowsFamily : KernelFamily
{
    // Rows of the table: classes, or words.
    private const int TableRows = 1000;

    public override string Name => nameof(ScatterAddRows);

    public override string Formula => "table[r, :] = Σ over all i with index[i] = r of x[i, :]";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 128), "the gradient of a batch of 64 looked up in an embedding of 128 numbers"),
        new(new(4096, 1024), "more than fills any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var sizes = new ScatterAddRows(TableRows, shape.Rows, shape.Columns);
        int table = TableRows * shape.Columns;
        return
        [
            KernelCase.Of(
                "", $"{shape}", [Operand.Uniform(shape.Size), Operand.Indices(shape.Rows, TableRows), Operand.Result(table)],
                v => new ScatterAddRowsLaunch(sizes, v[0], v[1], v[2])) with
            {
                Bytes = 4.0 * (shape.Size + table),
            },
        ];
    }
}
