namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>
/// Cases of batch normalization in training: behind a dense layer (the rows of a shape are N, its columns C), and over the same numbers as
/// images of 4×4 pixels.
/// </summary>
internal sealed class BatchNormFamily : KernelFamily
{
    public override string Name => nameof(BatchNorm);

    public override string Formula => "y = γ·(x − μ)/√(σ² + ε) + β, channel by channel";

    // The mean 1, the variance 3, the normalization 2.
    public override double OperationsPerElement => 6;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 1024), "a batch that fills any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        (int N, int C, int inner) = Images(shape);
        return [Of(new BatchNorm(shape.Rows, shape.Columns, 1), $"{shape}"), Of(new BatchNorm(N, C, inner), $"{N}x{C}x{inner}")];
    }

    // Each launch updates the running statistics; everything else is the same each time.
    public static KernelCase Of(BatchNorm sizes, string shape)
    {
        (int n, int C) = (sizes.N * sizes.C * sizes.Inner, sizes.C);
        return KernelCase.Of(
            "", shape,
            [
                Operand.Uniform(n), Operand.Uniform(C, 0.5f, 1.5f), Operand.Uniform(C), Operand.Updated(Operand.Filled(C, 0)),
                Operand.Updated(Operand.Filled(C, 1)), Operand.Result(n), Operand.Result(C), Operand.Result(C),
            ],
            v => new BatchNormLaunch(sizes, new(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]), Training: true)) with
        {
            Bytes = 8.0 * n,
            Tolerance = 1e-4,
        };
    }

    /// <summary>A shape's numbers as images: a sixteenth of the columns are channels, or all of them where they are few.</summary>
    internal static (int N, int C, int Inner) Images(CaseShape shape)
    {
        int inner = Math.Min(16, shape.Columns);
        return (shape.Rows, shape.Columns / inner, inner);
    }
}
