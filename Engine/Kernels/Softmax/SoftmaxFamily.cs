namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>Cases of the softmax of every row.</summary>
internal sealed class SoftmaxFamily : KernelFamily
{
    public override string Name => nameof(Softmax);

    public override string Formula => "y[r, c] = e^(x[r, c] − m) / Σₖ e^(x[r, k] − m), m the largest of row r";

    public override double OperationsPerElement => 5;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 10), "ten classes at batch 64"),
        new(new(4096, 1024), "long rows, enough for any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var sizes = new Softmax(shape.Rows, shape.Columns);
        yield return KernelCase.Of(
            "", $"{shape}", [Operand.Uniform(shape.Size, -4, 4), Operand.Result(shape.Size)],
            v => new SoftmaxLaunch(sizes, v[0], v[1])) with
        {
            Bytes = 8.0 * shape.Size,
        };
    }
}
