namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>Cases of filling a tensor with one value.</summary>
internal sealed class FillFamily : KernelFamily
{
    public override string Name => nameof(Fill);

    public override string Formula => "y = value";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(1024, 784), "the weights of the mlp model's largest layer"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) =>
    [
        KernelCase.Of("", $"{shape}", [Operand.Result(shape.Size)], v => new FillLaunch(v[0], 0.5f)) with
        {
            Bytes = 4.0 * shape.Size,
        },
    ];
}
