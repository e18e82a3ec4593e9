using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.StridedCopy;

/// <summary>Cases of moving numbers: a transposition, and a permutation whose innermost rows stay whole.</summary>
internal sealed class StridedCopyFamily : KernelFamily
{
    public override string Name => nameof(StridedCopy);

    public override string Formula => "y[offsetY + Σ iₐ·stridesY[a]] = x[offsetX + Σ iₐ·stridesX[a]]";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        // yᵀ = x, and (8, rows/8, columns) to (rows/8, 8, columns).
        int columns = shape.Columns, outer = Math.Min(8, shape.Rows), rows = shape.Rows / outer;
        return
        [
            Of("transpose", shape, [columns, shape.Rows], [1, columns], [shape.Rows, 1]),
            Of(
                "permute", shape with { Rows = outer * rows }, [rows, outer, columns], [columns, rows * columns, 1],
                [outer * columns, columns, 1]),
        ];
    }

    private static KernelCase Of(string name, CaseShape shape, Shape block, int[] from, int[] to)
    {
        var plan = BroadcastPlan.Of(block, from, to);
        return KernelCase.Of(
            name, $"{shape}", [Operand.Uniform(shape.Size), Operand.Result(shape.Size)],
            v => new StridedCopyLaunch(plan, block.Size, v[0], v[1])) with
        {
            Bytes = 8.0 * shape.Size,
        };
    }
}
