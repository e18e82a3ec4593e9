using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>Cases of the matrix product C = A·B. The name says which operand is transposed.</summary>
internal sealed class MatMulFamily : KernelFamily
{
    // Sizes that the reference and the slowest version finish in a fraction of a second.
    private static readonly CaseShape Small = new(256, 256, 256);

    public override string Name => nameof(MatMul);

    public override string Formula => "C = f(op(A) · op(B) + bias), or C += op(A) · op(B)";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024, 512), "the mlp generator's third layer at batch 64"),
        new(new(64, 784, 1024), "its last layer"),
        new(new(64, 512, 784), "the mlp discriminator's first layer"),
        new(new(512, 512, 512), "a square one in a processor's cache"),
        new(new(1024, 1024, 1024), "a square one that fills a GPU"),
    ];

    /// <summary>A·B and, for shapes that are not square, A·Bᵀ, which is what a dense layer computes.</summary>
    public override IEnumerable<KernelCase> Cases(CaseShape shape) =>
        shape.Rows == shape.Columns ? [Product(shape, false)] : [Product(shape, false), Product(shape, true)];

    public static KernelCase Product(CaseShape shape, bool transposeB)
    {
        // Without a third number the product is square.
        var sizes = new MatMul(shape.Rows, shape.Columns, shape.Depth == 0 ? shape.Rows : shape.Depth, TransposeB: transposeB);
        return Product(sizes) with { Name = transposeB ? "B transposed" : "" };
    }

    public static KernelCase Product(MatMul sizes)
    {
        (int M, int N, int K) = (sizes.M, sizes.N, sizes.K);
        Operand result = sizes.Accumulate ? Operand.Updated(Operand.Uniform(M * N)) : Operand.Result(M * N);
        bool isSmall = (double)M * N * K <= (double)Small.Size * Small.Depth;
        return KernelCase.Of(
            "", $"{M}x{N}x{K}", [Operand.Uniform(M * K), Operand.Uniform(K * N), result],
            v => new MatMulLaunch<Identity>(sizes, v[0], v[1], null, v[2], default)) with
        {
            Flops = sizes.Flops,
            Tolerance = 1e-6 * (4 + (K / 4.0)),
            Small = isSmall ? null : Product(sizes with { M = Small.Rows, N = Small.Columns, K = Small.Depth }),
        };
    }
}
