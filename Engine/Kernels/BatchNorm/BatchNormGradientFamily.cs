namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>Cases of the backward pass of batch normalization in training, with the shapes of <see cref="BatchNormFamily"/>.</summary>
internal sealed class BatchNormGradientFamily : KernelFamily
{
    public override string Name => nameof(BatchNormGradient);

    public override string Formula => "dβ = Σ dy, dγ = Σ dy·x̂, dx = γ·(dy − dβ/M − x̂·dγ/M)/√(σ² + ε), with x̂ = (x − μ)/√(σ² + ε)";

    // Two sums 5, their combination 4.
    public override double OperationsPerElement => 9;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 1024), "a batch that fills any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        (int N, int C, int inner) = BatchNormFamily.Images(shape);
        return
        [
            Of(new BatchNormGradient(shape.Rows, shape.Columns, 1, Training: true), $"{shape}"),
            Of(new BatchNormGradient(N, C, inner, Training: true), $"{N}x{C}x{inner}"),
        ];
    }

    public static KernelCase Of(BatchNormGradient sizes, string shape)
    {
        (int n, int C) = (sizes.N * sizes.C * sizes.Inner, sizes.C);
        return KernelCase.Of(
            "", shape,
            [
                Operand.Uniform(n), Operand.Uniform(n, -1.5f, 1), Operand.Uniform(C, 0.5f, 1.5f), Operand.Filled(C, 0.01f),
                Operand.Filled(C, 1.7f), Operand.Result(n), Operand.Result(C), Operand.Result(C),
            ],
            v => new BatchNormGradientLaunch(sizes, new(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]))) with
        {
            Bytes = 12.0 * n,
            Tolerance = 1e-4,
        };
    }
}
