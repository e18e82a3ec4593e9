using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.ArgMax;
using GanFromScratch.Engine.Kernels.CrossEntropy;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Kernels.Softmax;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Gan.Timing.Cases;

/// <summary>Kernels that make one number of many: sums, softmax, cross-entropy, the place of the largest.</summary>
internal static class ReductionCases
{
    // Columns that an item of a processor takes.
    private const int Strip = 64;

    private delegate void Blockwise(SimtDevice device, Reduce sizes, BufferView x, BufferView y, int blocks);

    /// <summary>Sums along rows, down columns (a bias's gradient), and of everything.</summary>
    public static IEnumerable<KernelCase> Reduce(CaseShape s) =>
        [
            Rows("rows", $"{s}", s.Rows, s.Columns, 1), Columns($"{s}", s.Rows, s.Columns),
            Rows("all", $"{s}", 1, s.Size, Math.Clamp(s.Size >> 14, 1, 64))];

    public static IEnumerable<KernelCase> Softmax(CaseShape s)
    {
        var sizes = new Softmax(s.Rows, s.Columns);
        yield return new KernelCase(
            "Softmax", "", $"{s}", [Operand.Uniform(s.Size, -4, 4), Operand.Result(s.Size)], v => sizes.Run(v[0], v[1]))
        {
            Bytes = 8.0 * s.Size,
            Rungs =
            [
                (d, v) => SoftmaxSimt.Rows(d, Division.Groups(s.Rows), v[0], v[1], s.Rows, s.Columns, false),
                (d, v) => SoftmaxSimt.GroupRows(d, s.Rows, v[0], v[1], s.Columns, false),
                (d, v) => SoftmaxSimt.RowsAlone(d, Division.Share(d, s.Rows, 8L * s.Columns), v[0], v[1], s.Rows, s.Columns, false),
            ],
        };
    }

    public static IEnumerable<KernelCase> SoftmaxGradient(CaseShape s)
    {
        var sizes = new SoftmaxGradient(s.Rows, s.Columns);
        yield return new KernelCase(
            "SoftmaxGradient", "", $"{s}", [Operand.Uniform(s.Size, 0, 1), Operand.Uniform(s.Size), Operand.Result(s.Size)], v =>
                sizes.Run(v[0], v[1], v[2]))
        {
            Bytes = 12.0 * s.Size,
            Tolerance = 1e-4,
            Rungs =
            [
                (d, v) => SoftmaxGradientSimt.Rows(d, Division.Groups(s.Rows), v[0], v[1], v[2], s.Rows, s.Columns, false),
                (d, v) => SoftmaxGradientSimt.GroupRows(d, s.Rows, v[0], v[1], v[2], s.Columns, false),
                (d, v) =>
                    SoftmaxGradientSimt.RowsAlone(d, Division.Share(d, s.Rows, 4L * s.Columns), v[0], v[1], v[2], s.Rows, s.Columns, false),
            ],
        };
    }

    public static IEnumerable<KernelCase> CrossEntropy(CaseShape s)
    {
        var sizes = new CrossEntropy(s.Rows, s.Columns);
        yield return new KernelCase(
            "CrossEntropy", "", $"{s}", [Operand.Uniform(s.Size, -4, 4), Operand.Indices(s.Rows, s.Columns), Operand.Result(1)], v =>
                sizes.Run(v[0], v[1], v[2]))
        {
            Bytes = 4.0 * (s.Size + s.Rows),
            Rungs =
            [
                (d, v) =>
                    Mean(
                        d, s.Rows, v[2],
                        losses => CrossEntropySimt.Rows(d, Division.Groups(s.Rows), v[0], v[1], losses, s.Rows, s.Columns)),
                (d, v) => Mean(d, s.Rows, v[2], losses => CrossEntropySimt.GroupRows(d, s.Rows, v[0], v[1], losses, s.Columns)),
                (d, v) => CrossEntropySimt.OneGroup(d, 1, v[0], v[1], v[2], s.Rows, s.Columns),
                (d, v) =>
                    Mean(
                        d, s.Rows, v[2],
                        losses =>
                            CrossEntropySimt.RowsAlone(
                                d, Division.Share(d, s.Rows, 8L * s.Columns), v[0], v[1], losses, s.Rows, s.Columns)),
            ],
        };
    }

    public static IEnumerable<KernelCase> CrossEntropyGradient(CaseShape s)
    {
        var sizes = new CrossEntropyGradient(s.Rows, s.Columns);
        yield return new KernelCase(
            "CrossEntropyGradient", "", $"{s}", [
                Operand.Uniform(s.Size, -4, 4), Operand.Indices(s.Rows, s.Columns), Operand.Filled(1, 1), Operand.Result(s.Size)],
            v => sizes.Run(v[0], v[1], v[2], v[3]))
        {
            Bytes = 4.0 * ((2 * s.Size) + s.Rows),
            Rungs =
            [
                (d, v) => CrossEntropyGradientSimt.Rows(d, Division.Groups(s.Rows), v[0], v[1], v[2], v[3], s.Rows, s.Columns),
                (d, v) => CrossEntropyGradientSimt.GroupRows(d, s.Rows, v[0], v[1], v[2], v[3], s.Rows, s.Columns),
                (d, v) =>
                    CrossEntropyGradientSimt.RowsAlone(
                        d, Division.Share(d, s.Rows, 8L * s.Columns), v[0], v[1], v[2], v[3], s.Rows, s.Columns),
            ],
        };
    }

    public static IEnumerable<KernelCase> ArgMax(CaseShape s)
    {
        var rows = new ArgMax(s.Rows, s.Columns, 1);
        yield return new KernelCase("ArgMax", "rows", $"{s}", [Operand.Uniform(s.Size), Operand.Result(s.Rows)], v => rows.Run(v[0], v[1]))
        {
            Bytes = 4.0 * (s.Size + s.Rows),
            Rungs =
            [
                (d, v) => ArgMaxSimt.Results(d, Division.Groups(s.Rows), v[0], v[1], s.Columns, 1),
                (d, v) => ArgMaxSimt.Rows(d, s.Rows, v[0], v[1], s.Columns),
                (d, v) => ArgMaxSimt.RowsAlone(d, Division.Share(d, s.Rows, s.Columns), v[0], v[1], s.Rows, s.Columns),
            ],
        };
        var columns = new ArgMax(1, s.Rows, s.Columns);
        int strips = Division.Groups(s.Columns, Strip);
        yield return new KernelCase(
            "ArgMax", "columns", $"{s}", [Operand.Uniform(s.Size), Operand.Result(s.Columns)], v => columns.Run(v[0], v[1]))
        {
            Bytes = 4.0 * (s.Size + s.Columns),
            Rungs =
            [
                (d, v) => ArgMaxSimt.Results(d, Division.Groups(s.Columns), v[0], v[1], s.Rows, s.Columns),
                (d, v) =>
                    ArgMaxSimt.ColumnsAlone(d, Division.Share(d, strips, (long)Strip * s.Rows), v[0], v[1], strips, s.Rows, s.Columns),
            ],
        };
    }

    private static KernelCase Rows(string name, string shape, int outer, int length, int pieces)
    {
        var sizes = new Reduce(outer, length, 1);
        return new KernelCase(
            "Reduce", name, shape, [Operand.Uniform(outer * length, 0, 1), Operand.Result(outer)], v => sizes.Run<SumReduction>(v[0], v[1]))
        {
            Bytes = 4.0 * ((outer * length) + outer),
            Rungs =
            [
                (d, v) => ReduceSimt.Results<SumReduction>(d, Division.Groups(outer), v[0], v[1], length, 1, 1, false),
                (d, v) => InBlocks(d, sizes, v, pieces == 1 ? 1 : 16 * pieces, Groups),
                (d, v) => InBlocks(d, sizes, v, pieces, Alone),
            ],

            // The naive rung of a sum over everything is one long chain of additions.
            Tolerance = outer == 1 ? 1e-2 : 1e-4,
        };

        static void Groups(SimtDevice d, Reduce s, BufferView x, BufferView y, int blocks) =>
            ReduceSimt.Rows<SumReduction>(d, s.Outer * blocks, x, y, s.Length, blocks, s.Divisor, false);

        static void Alone(SimtDevice d, Reduce s, BufferView x, BufferView y, int blocks) =>
            ReduceSimt.RowsAlone<SumReduction>(
                d, Division.Share(d, s.Outer * blocks, s.Length / blocks), x, y, s.Outer * blocks, s.Length, blocks, s.Divisor, false);
    }

    private static KernelCase Columns(string shape, int length, int inner)
    {
        var sizes = new Reduce(1, length, inner);
        int pieces = Math.Clamp(length / 512, 1, 8), strips = Division.Groups(inner, Strip);
        return new KernelCase(
            "Reduce", "columns", shape, [Operand.Uniform(length * inner, 0, 1), Operand.Result(inner)],
            v => sizes.Run<SumReduction>(v[0], v[1]))
        {
            Bytes = 4.0 * ((length * inner) + inner),
            Tolerance = 1e-4,
            Rungs =
            [
                (d, v) => ReduceSimt.Results<SumReduction>(d, Division.Groups(inner), v[0], v[1], length, inner, 1, false),
                (d, v) => InBlocks(d, sizes, v, pieces, Groups),
                (d, v) => InBlocks(d, sizes, v, pieces, Alone),
            ],
        };

        static void Groups(SimtDevice d, Reduce s, BufferView x, BufferView y, int blocks) =>
            ReduceSimt.Columns<SumReduction>(
                d, blocks * Division.Groups(s.Inner, GroupFold.Columns), x, y, s.Length, s.Inner, blocks, s.Divisor, false);

        void Alone(SimtDevice d, Reduce s, BufferView x, BufferView y, int blocks) =>
            ReduceSimt.ColumnsAlone<SumReduction>(
                d, Division.Share(d, strips * blocks, (long)Strip * s.Length / blocks), x, y, strips * blocks, s.Length, s.Inner, blocks,
                s.Divisor, false);
    }

    // As the contract does it: a result for each block, and the same kernel once more to combine them.
    private static void InBlocks(SimtDevice device, Reduce sizes, BufferView[] v, int blocks, Blockwise launch)
    {
        if (blocks == 1)
        {
            launch(device, sizes, v[0], v[1], 1);
            return;
        }

        int count = sizes.Outer * blocks * sizes.Inner;
        DeviceBuffer scratch = device.Rent(count);
        var partials = new BufferView(scratch, 0, count);
        launch(device, sizes, v[0], partials, blocks);
        launch(device, sizes with { Length = blocks }, partials, v[1], 1);
        scratch.Release();
    }

    private static void Mean(SimtDevice device, int rows, BufferView y, Action<BufferView> launch)
    {
        DeviceBuffer scratch = device.Rent(rows);
        var losses = new BufferView(scratch, 0, rows);
        launch(losses);
        ReduceSimt.Run<SumReduction>(device, new Reduce(1, rows, 1, rows), losses, y);
        scratch.Release();
    }
}
