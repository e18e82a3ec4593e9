using CsvHelper;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Data.Series;

/// <summary>
/// Recordings of a user: a folder of CSV files with the same columns of numbers, or one such file. A row is a moment; columns that only
/// count the rows, such as a time, are left out.
/// </summary>
internal static class RecordingFolder
{
    private const string Kind = "a recording";

    /// <summary>All recordings, in the order of the files' names.</summary>
    /// <param name="notes">Receives a line for each column that is left out.</param>
    /// <exception cref="InputException">A file is not of this form, or its columns differ from the first one's.</exception>
    public static Recordings Load(string path, Action<string> notes)
    {
        string[] files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*.csv").Order(StringComparer.Ordinal)]
            : [path];
        if (files.Length == 0)
            throw new InputException($"{path} holds no CSV file; give a folder of recordings, each a file with the ending .csv.");
        string[]? columns = null;
        int[] decimals = [];
        List<double[][]> all = [];
        foreach (string file in files)
        {
            (string[] names, double[][] values) = CsvText.Read(file, Kind, csv => Read(csv, file, ref decimals));
            if (!names.SequenceEqual(columns ??= names))
                throw CsvText.Damaged(
                    file, Kind, $"its columns are {string.Join(", ", names)}, but those of {files[0]} are {string.Join(", ", columns)}");
            all.Add(values);
        }

        int[] counting = [.. Enumerable.Range(0, columns!.Length).Where(c => all.TrueForAll(recording => Counts(recording[c])))];
        foreach (int c in counting)
            notes($"column '{columns[c]}' is left out: it only counts the rows");
        int[] kept = [.. Enumerable.Range(0, columns.Length).Except(counting)];
        return kept.Length > 0
            ? new Recordings(
                path, [.. kept.Select(c => columns[c])], [.. kept.Select(c => decimals[c])],
                [.. all.Select(recording => kept.Select(c => recording[c]).ToArray())])
            : throw new InputException($"{path} has no column beside those that count the rows; give recordings of something.");
    }

    private static (string[] Names, double[][] Values) Read(CsvReader csv, string path, ref int[] decimals)
    {
        string[] names = [.. csv.Headers.Select(name => name.Trim())];
        if (names.Length == 0)
            throw CsvText.Damaged(path, Kind, "it is empty");
        if (Array.TrueForAll(names, name => TableFile.TryNumber(name, out _)))
            throw CsvText.Damaged(path, Kind, "its first line holds numbers, expected a header with the names of the columns");
        if (Array.Find(names, name => names.Count(other => other == name) > 1) is string twice)
            throw CsvText.Damaged(path, Kind, $"it has two columns called '{twice}'");
        if (decimals.Length < names.Length)
            decimals = new int[names.Length];
        List<double>[] values = [.. names.Select(_ => new List<double>())];
        while (csv.Read())
        {
            if (csv.FieldCount != names.Length)
                throw CsvText.Damaged(path, Kind, $"line {csv.LineNumber} has {csv.FieldCount} fields, expected {names.Length}");
            for (int c = 0; c < names.Length; c++)
            {
                string text = csv.GetString(c);
                if (!TableFile.TryNumber(text, out double number))
                    throw CsvText.Damaged(
                        path, Kind, $"line {csv.LineNumber} has '{text}' in column '{names[c]}', expected a number");
                int digits = TableFile.DecimalsOf(text);
                decimals[c] = digits < 0 || decimals[c] < 0 ? -1 : Math.Max(decimals[c], digits);
                values[c].Add(number);
            }
        }

        return values[0].Count > 0
            ? (names, Array.ConvertAll(values, column => column.ToArray()))
            : throw CsvText.Damaged(path, Kind, "no line follows its header");
    }

    /// <summary>Whether values rise by the same from row to row.</summary>
    private static bool Counts(double[] values)
    {
        if (values.Length < 3)
            return false;
        double step = (values[^1] - values[0]) / (values.Length - 1);
        return step > 0 && Enumerable.Range(0, values.Length).All(i => Math.Abs(values[i] - values[0] - (i * step)) < 0.51 * step);
    }
}
