using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Kernels.OneHot;
using GanFromScratch.Engine.Kernels.StridedCopy;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab.Cases;

/// <summary>Kernels that only move numbers: transposition, permutation, gathering and scattering of rows, one-hot rows.</summary>
internal static class MovementCases
{
    // Rows of a table: classes, or words.
    private const int TableRows = 1000;

    // A tile of a GPU, a tile of a processor, and a piece of a row.
    private const int Side = 32, TileRows = 16, TileColumns = 64, Piece = 4096;

    public static IEnumerable<KernelCase> StridedCopy(CaseShape s)
    {
        // yᵀ = x, and (8, rows/8, columns) to (rows/8, 8, columns), whose innermost rows stay whole.
        yield return Copy("transpose", s, [s.Columns, s.Rows], [1, s.Columns], [s.Rows, 1]);
        int outer = Math.Min(8, s.Rows), rows = s.Rows / outer;
        yield return Copy(
            "permute", s with { Rows = outer * rows }, [rows, outer, s.Columns], [s.Columns, rows * s.Columns, 1], [
                outer * s.Columns, s.Columns, 1]);
    }

    public static IEnumerable<KernelCase> GatherRows(CaseShape s)
    {
        var sizes = new GatherRows(TableRows, s.Rows, s.Columns);
        yield return new KernelCase(
            "GatherRows", "", $"{s}", [
                Operand.Uniform(TableRows * s.Columns), Operand.Indices(s.Rows, TableRows), Operand.Result(s.Size)], v =>
                sizes.Run(v[0], v[1], v[2]))
        {
            Bytes = 8.0 * s.Size,
            Rungs =
            [
                (d, v) => GatherRowsSimt.Elements(d, Division.Groups(s.Size), v[0], v[1], v[2], TableRows, s.Columns),
                (d, v) => GatherRowsSimt.RowsAlone(d, Division.Share(d, s.Rows, s.Columns), v[0], v[1], v[2], TableRows, s.Rows, s.Columns),
            ],
        };
    }

    public static IEnumerable<KernelCase> ScatterAddRows(CaseShape s)
    {
        var sizes = new ScatterAddRows(TableRows, s.Rows, s.Columns);
        (int count, int width) = (s.Rows, s.Columns);
        yield return new KernelCase(
            "ScatterAddRows", "", $"{s}", [
                Operand.Uniform(s.Size), Operand.Indices(count, TableRows), Operand.Result(TableRows * width)], v =>
                sizes.Run(v[0], v[1], v[2]))
        {
            Bytes = 4.0 * (s.Size + (TableRows * width)),
            Rungs =
            [
                (d, v) => ScatterAddRowsSimt.Columns(d, Division.Groups(width), v[0], v[1], v[2], TableRows, count, width, false),
                (d, v) =>
                    ScatterAddRowsSimt.Elements(d, Division.Groups(TableRows * width), v[0], v[1], v[2], TableRows, count, width, false),
                (d, v) => ScatterAddRowsSimt.ColumnsAlone(
                    d, Division.Share(
                        d, Division.Groups(width, 64), 64L * (count + TableRows)), v[0], v[1], v[2], TableRows, count, width, false),
            ],
        };
    }

    public static IEnumerable<KernelCase> OneHot(CaseShape s)
    {
        var sizes = new OneHot(s.Rows, s.Columns);
        yield return new KernelCase(
            "OneHot", "", $"{s}", [Operand.Indices(s.Rows, s.Columns), Operand.Result(s.Size)], v => sizes.Run(v[0], v[1]))
        {
            Bytes = 4.0 * s.Size,
            Rungs =
            [
                (d, v) => OneHotSimt.Elements(d, Division.Groups(s.Size), v[0], v[1], s.Columns),
                (d, v) => OneHotSimt.RowsAlone(d, Division.Share(d, s.Rows, s.Columns), v[0], v[1], s.Rows, s.Columns),
            ],
        };
    }

    private static KernelCase Copy(string name, CaseShape s, Shape block, int[] from, int[] to)
    {
        BroadcastPlan plan = BroadcastPlan.Of(block, from, to);
        var walk = new SimtPlan(plan);
        (int rows, int stepX, int stepY) = plan.Outer;
        int inner = plan.Inner, batches = plan.Rows / Math.Max(rows, 1), pieces = plan.Rows * Division.Groups(inner, Piece);
        int tiles = batches * Division.Groups(rows, Side) * Division.Groups(inner, Side);
        int tilesAlone = batches * Division.Groups(rows, TileRows) * Division.Groups(inner, TileColumns);
        List<Rung> rungs = [(d, v) => StridedCopySimt.Elements(d, Division.Groups(s.Size), v[0], v[1], walk, s.Size)];
        bool transposition = stepX == 1 && inner > 1 && plan.InnerStrideA > 1;
        if (transposition)
            rungs.Add((d, v) => StridedCopySimt.Tiles(d, tiles, v[0], v[1], walk, rows, stepY));
        rungs.Add((d, v) => StridedCopySimt.RowsAlone(d, Division.Share(d, pieces, Math.Min(inner, Piece)), v[0], v[1], walk, pieces));
        if (transposition)
            rungs.Add((d, v) =>
                    StridedCopySimt.TilesAlone(
                        d, Division.Share(d, tilesAlone, TileRows * TileColumns), v[0], v[1], walk, tilesAlone, rows, stepY));
        return new KernelCase(
            "StridedCopy", name, $"{s}", [Operand.Uniform(s.Size), Operand.Result(s.Size)], v =>
                Engine.Kernels.StridedCopy.StridedCopy.Run(block, v[0], 0, from, v[1], 0, to))
        {
            Bytes = 8.0 * s.Size,
            Rungs = rungs,
        };
    }
}
