namespace GanFromScratch.Engine.Kernels.OneHot;

/// <summary>Cases of one-hot rows: so many indices below so many classes.</summary>
internal sealed class OneHotFamily : KernelFamily
{
    public override string Name => nameof(OneHot);

    public override string Formula => "y[n, c] = 1 where c is the index of row n, else 0";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 10), "the labels of 64 digits"),
        new(new(4096, 1024), "more than fills any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var sizes = new OneHot(shape.Rows, shape.Columns);
        return
        [
            KernelCase.Of(
                "", $"{shape}", [Operand.Indices(shape.Rows, shape.Columns), Operand.Result(shape.Size)],
                v => new OneHotLaunch(sizes, v[0], v[1])) with
            {
                Bytes = 4.0 * shape.Size,
            },
        ];
    }
}
