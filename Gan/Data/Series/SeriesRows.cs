using System.Globalization;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Data.Series;

/// <summary>Series of networks in the user's columns and units.</summary>
internal static class SeriesRows
{
    private const string Extension = ".csv", NumberColumn = "series";

    /// <summary>The rows of all series, one series after the other.</summary>
    /// <param name="series">N × columns × length.</param>
    public static DataTable Of(DataColumns columns, int length, ReadOnlySpan<float> series)
    {
        int count = series.Length / (columns.Count * length);
        double[][] values = [.. columns.All.Select(_ => new double[count * length])];
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < columns.Count; c++)
            {
                for (int t = 0; t < length; t++)
                    values[c][(i * length) + t] = columns.All[c].Decode(series[(((i * columns.Count) + c) * length) + t]);
            }
        }

        return new DataTable(columns, values);
    }

    /// <summary>
    /// Writes them: into one file with the number of the series in a first column, if <paramref name="path"/> ends in .csv, else each into
    /// a file of its own in that folder.
    /// </summary>
    /// <param name="rows">Of <see cref="Of"/>.</param>
    public static void Write(DataTable rows, int length, string path)
    {
        int count = rows.Count / length;
        if (path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            CsvText.Write(path, rows.Lines().Select((line, i) =>
                line.Prepend(i == 0 ? NumberColumn : ((i - 1) / length).ToString(CultureInfo.InvariantCulture))));
            return;
        }

        for (int i = 0; i < count; i++)
            rows.Select([.. Enumerable.Range(i * length, length)]).Write(
                Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"series-{i:00000}{Extension}")));
    }
}
