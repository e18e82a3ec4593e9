using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Training;

/// <summary>The rows of a run: a made-up table or a CSV, of which a share is held out for scores.</summary>
internal static class TableData
{
    /// <summary>A part of the rows.</summary>
    /// <exception cref="InputException">No such data, or not of this form.</exception>
    public static DataTable Load(TrainingOptions options, Action<string> notes, DatasetPart part)
    {
        DataTable all = LoadAll(options, notes);
        int[] rows = HeldOut.Part(all.Count, options.Seed, part);
        return all.Select(options.Limit > 0 && part == DatasetPart.Train ? [.. rows.Take(options.Limit)] : rows);
    }

    /// <summary>The same, as networks see it.</summary>
    public static ColumnSamples Encoded(TrainingOptions options, Action<string> notes, DatasetPart part)
    {
        DataTable rows = Load(options, notes, part);
        return new ColumnSamples(rows.Columns, rows.Columns.Encode(rows, options.Seed), rows.Columns.Width);
    }

    private static DataTable LoadAll(TrainingOptions options, Action<string> notes)
    {
        ColumnKinds kinds = ColumnKinds.Parse(options.ColumnKinds);
        if (MadeTable.Names.Contains(options.Data))
            return kinds.Names.Any()
                ? throw new InputException($"--column-kinds is for a CSV, and the kinds of --data {options.Data} are known; leave it out.")
                : MadeTable.Load(Trains);
        if (!Path.Exists(options.Data))
            throw new InputException(
                $"There is no made-up table and no file '{options.Data}' for model {options.Model}: expected "
                + $"{string.Join(", ", MadeTable.Names)}, or the path of a CSV.");
        return options.Columns is DataColumns known
            ? TableFile.Load(options.Data, known)
            : TableFile.Load(options.Data, kinds, Trains, notes);

        int[] Trains(int count) => HeldOut.Part(count, options.Seed, DatasetPart.Train);
    }
}
