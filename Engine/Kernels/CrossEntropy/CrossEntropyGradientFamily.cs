namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>Cases of the backward pass of cross-entropy: the rows of a shape are N, its columns C.</summary>
internal sealed class CrossEntropyGradientFamily : KernelFamily
{
    public override string Name => nameof(CrossEntropyGradient);

    public override string Formula => "d[n, c] = dy/N · (softmax(xₙ)[c] − [c = tₙ])";

    public override double OperationsPerElement => 5;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 10), "ten classes at batch 64"),
        new(new(4096, 1024), "long rows, enough for any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var sizes = new CrossEntropyGradient(shape.Rows, shape.Columns);
        yield return KernelCase.Of(
            "", $"{shape}",
            [
                Operand.Uniform(shape.Size, -4, 4), Operand.Indices(shape.Rows, shape.Columns), Operand.Filled(1, 1),
                Operand.Result(shape.Size),
            ],
            v => new CrossEntropyGradientLaunch(sizes, v[0], v[1], v[2], v[3])) with
        {
            Bytes = 4.0 * ((2 * shape.Size) + shape.Rows),
        };
    }
}
