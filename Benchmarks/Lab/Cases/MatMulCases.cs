using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab.Cases;

/// <summary>The matrix product: C = A·B, and where an operand lies transposed that is said in the name.</summary>
internal static class MatMulCases
{
    // What the reference and the slowest rung do in a fraction of a second.
    private static readonly CaseShape Small = new(256, 256, 256);

    // Columns of C that a group of Dots has, in fours.
    private const int DotTiles = 3;

    /// <summary>A·B; and A·Bᵀ, which is how a dense layer computes, where the shape is not square.</summary>
    public static IEnumerable<KernelCase> Of(CaseShape shape) =>
        shape.Rows == shape.Columns ? [Product(shape, false)] : [Product(shape, false), Product(shape, true)];

    internal static KernelCase Product(CaseShape shape, bool transposeB)
    {
        // Without a third number: square.
        var sizes = new MatMul(shape.Rows, shape.Columns, shape.Depth == 0 ? shape.Rows : shape.Depth, TransposeB: transposeB);
        (int M, int N, int K) = (sizes.M, sizes.N, sizes.K);
        var strides = new MatMulStrides(sizes);
        List<Rung> rungs =
        [
            (d, v) => MatMulSimt.Element(d, Division.Groups(M * N), v[0], v[1], null, v[2], strides, default(Identity)),
            (d, v) => MatMulSimt.SharedTile(d, MatMulSimt.Blocks(sizes, 16), v[0], v[1], null, v[2], strides, default(Identity)),
            (d, v) => MatMulSimt.RegisterTile<Tile4, Identity>(d, MatMulSimt.Blocks(sizes, 64), v[0], v[1], null, v[2], strides, default),
            (d, v) => MatMulSimt.VectorTile(d, MatMulSimt.Blocks(sizes, 128), v[0], v[1], null, v[2], strides, default(Identity)),
            (d, v) => Panels(d, sizes, v),
        ];

        // Dots reads rows of A and of B along k only.
        if (transposeB)
            rungs.Add((d, v) =>
                    MatMulPanelsSimt.Dots(
                        d, Division.Groups(N, 4 * DotTiles), v[0], v[1], null, v[2], M, N, K, DotTiles, false, default(Identity)));
        return new KernelCase(
            "MatMul", transposeB
                ? "B transposed"
                : "", $"{M}x{N}x{K}", [Operand.Uniform(M * K), Operand.Uniform(K * N), Operand.Result(M * N)],
            v => sizes.Run(v[0], v[1], v[2]))
        {
            Flops = sizes.Flops,
            Tolerance = 1e-6 * (4 + (K / 4.0)),
            Rungs = rungs,
            Small = (double)M * N * K > (double)Small.Size * Small.Depth ? Product(Small, transposeB) : null,
        };
    }

    // Run would take Dots instead for few rows; packing both operands is always allowed.
    private static void Panels(SimtDevice device, MatMul sizes, BufferView[] v)
    {
        bool packA = sizes.M < MatMulPanels.Rows, packB = sizes.N < MatMulPanels.Columns
            || sizes.TransposeB
            || (sizes.M >= 256 && (long)sizes.N * sizes.K > 1 << 19);
        var panels = new MatMulPanels(sizes, packA, packB);
        int lengthA = packA
            ? panels.RowPanels * MatMulPanels.Rows * sizes.K
            : 0, lengthB = packB
            ? panels.ColumnPanels * MatMulPanels.Columns * sizes.K
            : 0;
        DeviceBuffer scratchA = device.Rent(lengthA), scratchB = device.Rent(lengthB);
        BufferView a = v[0], b = v[1];
        if (packA)
            a = MatMulPanelsSimt.Pack<Panel8>(device, a, sizes.M, sizes.K, stepsContiguous: true, new BufferView(scratchA, 0, lengthA));
        if (packB)
            b = MatMulPanelsSimt.Pack<Panel32>(
                device, b, sizes.N, sizes.K, stepsContiguous: sizes.TransposeB, new BufferView(scratchB, 0, lengthB));
        if (packA)
            MatMulPanelsSimt.Panels<StepByStep, Identity>(device, panels.Groups, a, b, null, v[2], panels, default);
        else
            MatMulPanelsSimt.Panels<RowByRow, Identity>(device, panels.Groups, a, b, null, v[2], panels, default);
        scratchA.Release();
        scratchB.Release();
    }
}
