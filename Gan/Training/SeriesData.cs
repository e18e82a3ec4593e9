using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Training;

/// <summary>The windows of a run: of made-up recordings or of CSV files, of which a share is held out for scores.</summary>
internal static class SeriesData
{
    /// <summary>Windows of a part of the recordings.</summary>
    /// <param name="apart">Whether none overlaps another.</param>
    /// <exception cref="InputException">No such data, or not of this form.</exception>
    public static ColumnSamples Load(TrainingOptions options, Action<string> notes, DatasetPart part, bool apart = false)
    {
        Recordings all = Find(options, notes);
        DataColumns columns = options.Columns ?? all.Part(options.Seed, DatasetPart.Train).Scaled();
        float[] windows = all.Part(options.Seed, part).Windows(columns, options.Window, apart);
        int size = columns.Count * options.Window;
        if (options.Limit > 0 && part == DatasetPart.Train && (long)options.Limit * size < windows.Length)
            windows = windows[..(options.Limit * size)];
        return new ColumnSamples(columns, windows, size);
    }

    private static Recordings Find(TrainingOptions options, Action<string> notes) =>
        MadeSeries.Names.Contains(options.Data) ? MadeSeries.Load()
        : Path.Exists(options.Data) ? RecordingFolder.Load(options.Data, notes)
        : throw new InputException(
            $"There are no made-up recordings and no file '{options.Data}' for model {options.Model}: expected "
            + $"{string.Join(", ", MadeSeries.Names)}, or the path of a folder of CSV files.");
}
