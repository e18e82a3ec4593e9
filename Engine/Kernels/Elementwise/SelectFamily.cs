namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>Cases of the selection between two tensors by a third.</summary>
internal sealed class SelectFamily : KernelFamily
{
    public override string Name => nameof(Select);

    public override string Formula => "y = a where the condition is not 0, else b";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        int n = shape.Size;
        return
        [
            KernelCase.Of(
                "", $"{shape}", [Operand.Indices(n, 2), Operand.Uniform(n), Operand.Uniform(n, 1, 2), Operand.Result(n)],
                v => new SelectLaunch(v[0], v[1], v[2], v[3])) with
            {
                Bytes = 16.0 * n,
            },
        ];
    }
}
