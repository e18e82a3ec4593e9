using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Commands;

/// <summary>What <c>sample</c> and <c>score</c> do for a run of a <see cref="ColumnsModel"/>.</summary>
internal static class ColumnCommands
{
    /// <summary>Writes samples.</summary>
    /// <param name="made">The generator's.</param>
    /// <param name="csv">In the user's columns and units; null for none.</param>
    /// <param name="grid">A picture beside real ones; null for none.</param>
    public static void Write(ColumnsModel model, float[] made, TrainingOptions options, string? csv, string? grid)
    {
        if (model is SeriesModel series)
        {
            WriteSeries(series, made, options, csv, grid);
            return;
        }

        DataTable rows = model.Columns.Decode(made);
        if (csv != null)
        {
            rows.Write(csv);
            Console.WriteLine($"{rows.Count} rows: {csv}");
        }

        if (grid == null)
            return;
        PictureFile.Write(grid, MarginalsPicture.Draw(TableData.Load(options, _ => { }, DatasetPart.Train), rows));
        Console.WriteLine($"{rows.Count} rows, {model.Columns.Names}: {grid}");
    }

    /// <summary>Writes walking figures, real ones above generated ones.</summary>
    /// <param name="made">Samples of the generator.</param>
    /// <param name="seed">Chooses the real ones, of recordings that were not trained on.</param>
    /// <exception cref="InputException">There are no angles of a figure among the columns.</exception>
    public static void WriteWalk(SeriesModel model, float[] made, TrainingOptions options, ulong seed, string gif)
    {
        const int Delay = 100 / MadeSeries.RowsPerSecond;
        int size = model.SampleShape.Size, count = made.Length / size;
        ColumnSamples others = SeriesData.Load(options with { Limit = 0 }, _ => { }, DatasetPart.Test, apart: true);
        int[] order = Shuffle.Epoch(others.Count, seed, epoch: 0);
        float[] real = new float[made.Length];
        others.Read([.. Enumerable.Range(0, count).Select(i => order[i % order.Length])], real);
        IReadOnlyList<Bitmap> frames = WalkPicture.Draw(
            SeriesRows.Of(model.Columns, model.Length, real), SeriesRows.Of(model.Columns, model.Length, made), model.Length);
        GifFile.Write(gif, frames, Delay, Delay);
        Console.WriteLine($"{count} real figures and below them {count} samples: {gif}");
    }

    /// <summary>The model, if its series are angles of walking figures.</summary>
    public static SeriesModel RequireWalk(SeriesModel model, string from) => WalkPicture.CanDraw(model.Columns)
        ? model
        : throw new InputException(
            $"--gif draws walking figures from columns {string.Join(", ", MadeSeries.Columns)}, and {from} learned "
            + $"{model.Columns.Names}; --grid draws its curves.");

    private static void WriteSeries(SeriesModel model, float[] made, TrainingOptions options, string? csv, string? grid)
    {
        int count = made.Length / model.SampleShape.Size;
        if (csv != null)
        {
            SeriesRows.Write(SeriesRows.Of(model.Columns, model.Length, made), model.Length, csv);
            Console.WriteLine($"{count} series of {model.Length} rows: {csv}");
        }

        if (grid == null)
            return;
        ColumnSamples real = SeriesData.Load(options, _ => { }, DatasetPart.Train, apart: true);
        PictureFile.Write(grid, CurvesPicture.Draw(model.SampleShape, real.Values, made));
        Console.WriteLine($"curves of {model.Columns.Names}: {grid}");
    }

    /// <summary>Scores samples against real ones that were not trained on.</summary>
    /// <param name="target">Of <see cref="TableScoring.Full"/>.</param>
    public static ScoreSheet Score(
        ColumnsModel model, float[] made, TrainingOptions options, string data, string? target, ulong seed, Device device)
    {
        TrainingOptions of = options with { Data = TrainingData.FullName(data), Limit = 0 };
        if (model is SeriesModel series)
            return SeriesScoring.Full(
                data, series.Columns, series.SampleShape, SeriesData.Load(of, _ => { }, DatasetPart.Train, apart: true).Values,
                SeriesData.Load(of, _ => { }, DatasetPart.Test, apart: true).Values, made, seed, device);
        return TableScoring.Full(
            data, TableData.Load(of, _ => { }, DatasetPart.Train), TableData.Load(of, _ => { }, DatasetPart.Test),
            model.Columns.Decode(made), target, seed, device);
    }

    /// <summary>Refuses a command that has no meaning for columns.</summary>
    /// <param name="does">What it does: "interpolate draws images and points".</param>
    public static void Refuse(GanModel model, RunFolder folder, string does)
    {
        if (model is ColumnsModel)
            throw new InputException(
                $"{does}, and {folder.Path} makes {model.Makes}; sample --run {ShellWords.QuotePath(folder.Path)} --csv FILE.csv writes "
                + "them.");
    }
}
