namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>Cases of a lookup: so many rows of so many columns from a table.</summary>
internal sealed class GatherRowsFamily : KernelFamily
{
    // Rows of the table: classes, or words.
    private const int TableRows = 1000;

    public override string Name => nameof(GatherRows);

    public override string Formula => "y[i, :] = table[index[i], :]";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 128), "a batch of 64 looked up in an embedding of 128 numbers"),
        new(new(4096, 1024), "more than fills any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var sizes = new GatherRows(TableRows, shape.Rows, shape.Columns);
        return
        [
            KernelCase.Of(
                "", $"{shape}",
                [Operand.Uniform(TableRows * shape.Columns), Operand.Indices(shape.Rows, TableRows), Operand.Result(shape.Size)],
                v => new GatherRowsLaunch(sizes, v[0], v[1], v[2])) with
            {
                Bytes = 8.0 * shape.Size,
            },
        ];
    }
}
