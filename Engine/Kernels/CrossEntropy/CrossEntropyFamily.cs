namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>Cases of the cross-entropy of logits: the rows of a shape are N, its columns C.</summary>
internal sealed class CrossEntropyFamily : KernelFamily
{
    public override string Name => nameof(CrossEntropy);

    public override string Formula => "y = 1/N Σₙ −ln softmax(xₙ)[tₙ]";

    public override double OperationsPerElement => 4;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 10), "ten classes at batch 64"),
        new(new(4096, 1024), "long rows, enough for any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var sizes = new CrossEntropy(shape.Rows, shape.Columns);
        yield return KernelCase.Of(
            "", $"{shape}", [Operand.Uniform(shape.Size, -4, 4), Operand.Indices(shape.Rows, shape.Columns), Operand.Result(1)],
            v => new CrossEntropyLaunch(sizes, v[0], v[1], v[2])) with
        {
            Bytes = 4.0 * (shape.Size + shape.Rows),
        };
    }
}
