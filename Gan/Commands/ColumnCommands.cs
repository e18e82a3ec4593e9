using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
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
        DataTable rows = model.Columns.Decode(made);
        if (csv != null)
        {
            rows.Write(csv);
            Console.WriteLine($"{rows.Count} rows: {csv}");
        }

        if (grid == null)
            return;
        PngFile.Write(grid, MarginalsPicture.Draw(TableData.Load(options, _ => { }, DatasetPart.Train), rows));
        Console.WriteLine($"{rows.Count} rows, {string.Join(", ", model.Columns.All.Select(column => column.Name))}: {grid}");
    }

    /// <summary>Scores samples against real ones that were not trained on.</summary>
    /// <param name="target">Of <see cref="TableScoring.Full"/>.</param>
    public static ScoreSheet Score(
        ColumnsModel model, float[] made, TrainingOptions options, string data, string? target, ulong seed, Device device)
    {
        TrainingOptions of = options with { Data = TrainingData.FullName(data), Limit = 0 };
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
