using System.Globalization;
using CsvHelper;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data.Tables;

/// <summary>A CSV of numbers and categories: a header line with the names of the columns, and a line for each row.</summary>
internal static class TableFile
{
    private const string Kind = "a table";

    /// <summary>At least as many rows, and at most as many different texts of a column that is said to be a category.</summary>
    private const int LeastRows = 20, MostCategories = 1000;

    /// <summary>A column of which this share are numbers was probably meant to be numbers.</summary>
    private const double Mostly = 0.8;

    /// <summary>Separates this random stream from all others of the same seed: "KNOT" in the stream's upper half.</summary>
    private const ulong Stream = 0x4B4E4F54UL << 32;

    private static readonly string[] MissingTexts = ["", "na", "n/a", "nan", "null", "none", "?"];

    /// <summary>The cells of a file, by column.</summary>
    /// <param name="Names">Of the columns.</param>
    /// <param name="Columns">By column, then by row.</param>
    /// <param name="Lines">The line of each row.</param>
    /// <param name="Path">Of the file.</param>
    private sealed record Cells(string Path, string[] Names, List<string>[] Columns, List<long> Lines);

    /// <summary>Reads a file whose columns are not known yet.</summary>
    /// <param name="path">Of the CSV.</param>
    /// <param name="kinds">What is said of its columns.</param>
    /// <param name="trains">Which rows' values a column's distribution is of, given the number of rows.</param>
    /// <param name="notes">Receives a line for each column that is left out.</param>
    /// <exception cref="InputException">The file is not of this form.</exception>
    public static DataTable Load(string path, ColumnKinds kinds, Func<int, int[]> trains, Action<string> notes)
    {
        Cells cells = ReadCells(path);
        foreach (string name in kinds.Names.Where(name => !cells.Names.Contains(name)))
            throw new InputException(
                $"--column-kinds: {path} has no column '{name}'; expected some of {string.Join(", ", cells.Names)}.");
        int[] rows = trains(cells.Lines.Count);
        List<DataColumn> columns = [];
        List<double[]> values = [];
        for (int c = 0; c < cells.Names.Length; c++)
        {
            if (Find(cells, c, kinds, rows, notes) is (DataColumn column, double[] found))
            {
                columns.Add(column);
                values.Add(found);
            }
        }

        return columns.Count > 0
            ? new DataTable(new DataColumns(columns), [.. values])
            : throw new InputException($"{path} has no column to learn; say by --column-kinds NAME=category which it has.");
    }

    /// <summary>Reads a file that has certain columns, among others.</summary>
    /// <exception cref="InputException">It lacks one, or a value is none of the column's.</exception>
    public static DataTable Load(string path, DataColumns columns)
    {
        Cells cells = ReadCells(path);
        return new DataTable(columns, [.. columns.All.Select(Values)]);

        double[] Values(DataColumn column)
        {
            int c = Array.IndexOf(cells.Names, column.Name);
            return c < 0
                ? throw new InputException($"{path} has no column '{column.Name}', which the run learned; give rows with its columns.")
                : column.IsNumber ? Numbers(cells, c, column.Missing != null) : Indices(cells, c, column.Categories);
        }
    }

    private static Cells ReadCells(string path) => CsvText.Read(path, Kind, csv => ReadCells(csv, path));

    private static Cells ReadCells(CsvReader csv, string path)
    {
        string[] names = [.. csv.Headers.Select(name => name.Trim())];
        if (names.Length == 0 || Array.TrueForAll(names, name => name.Length == 0))
            throw Damaged(path, "it has no header line");
        if (Array.TrueForAll(names, name => TryNumber(name, out _)))
            throw Damaged(path, $"its first line holds the numbers {string.Join(", ", names.Take(3))}{(names.Length > 3 ? ", …" : "")}, "
                + "expected a header with the names of the columns");
        if (Array.Find(names, name => name.Length == 0 || names.Count(other => other == name) > 1) is string odd)
            throw Damaged(path, odd.Length == 0 ? "a column has no name in its header" : $"it has two columns called '{odd}'");
        List<string>[] columns = [.. names.Select(_ => new List<string>())];
        List<long> lines = [];
        while (csv.Read())
        {
            if (csv.FieldCount != names.Length)
                throw Damaged(path, $"line {csv.LineNumber} has {csv.FieldCount} fields, expected {names.Length}");
            for (int c = 0; c < names.Length; c++)
                columns[c].Add(csv.GetString(c));
            lines.Add(csv.LineNumber);
        }

        return lines.Count >= LeastRows
            ? new Cells(path, names, columns, lines)
            : throw Damaged(path, $"{lines.Count} rows follow its header, expected at least {LeastRows}");
    }

    /// <summary>A column with its values; null if it is left out.</summary>
    private static (DataColumn Column, double[] Values)? Find(Cells cells, int c, ColumnKinds kinds, int[] rows, Action<string> notes)
    {
        string name = cells.Names[c];
        ColumnKind? said = kinds.Of(name);
        if (said == ColumnKind.Skip)
            return null;
        string[] there = [.. cells.Columns[c].Where(text => !IsMissing(text))], different = [.. there.Distinct()];
        bool numeric = different.Length > 0 && Array.TrueForAll(different, text => TryNumber(text, out _));
        bool whole = numeric && Array.TrueForAll(different, text => DecimalsOf(text) == 0);
        if ((said ?? (numeric && !(whole && different.Length <= ColumnKinds.MostWhole) ? ColumnKind.Number : ColumnKind.Category))
            == ColumnKind.Number)
        {
            string? missing = cells.Columns[c].Find(IsMissing);
            double[] values = Numbers(cells, c, missing != null);
            int decimals = different.Any(text => DecimalsOf(text) < 0) ? -1 : different.Select(DecimalsOf).DefaultIfEmpty().Max();
            double[] learned = [.. rows.Select(row => values[row]).Where(value => !double.IsNaN(value))];
            if (learned.Length == 0)
                throw new InputException(
                    $"{cells.Path}: column '{name}' has no number in any row; --column-kinds {name}=skip leaves it out.");
            var random = new PhiloxWords(0, Stream | (uint)c);
            return (DataColumn.Number(name, learned, decimals, missing, ref random), values);
        }

        string[] texts = [.. cells.Columns[c].Distinct()];
        string hint = said == null && !numeric ? WhyNoNumber(cells, c, there) : "";
        if (said == null && texts.Length > ColumnKinds.MostTexts)
        {
            notes(
                $"column '{name}' is left out: it has {texts.Length:N0} different texts{hint}; --column-kinds {name}=category would keep "
                + "it");
            return null;
        }

        if (hint.Length > 0)
            notes($"column '{name}' is taken for a category{hint}; --column-kinds {name}=category says so without this note");

        if (texts.Length > MostCategories)
            throw new InputException(
                $"--column-kinds: column '{name}' of {cells.Path} has {texts.Length:N0} different texts, expected at most "
                + $"{MostCategories:N0} of a category.");
        texts = numeric
            ? [.. texts.OrderBy(text => TryNumber(text, out double number) ? number : double.PositiveInfinity)]
            : [.. texts.Order(StringComparer.Ordinal)];
        return (new DataColumn(name, texts, []), Indices(cells, c, texts));
    }

    /// <summary>What keeps a column from being numbers, if most of it is; else nothing.</summary>
    private static string WhyNoNumber(Cells cells, int c, string[] there)
    {
        string? odd = Array.Find(there, text => !TryNumber(text, out _));
        if (odd == null || there.Count(text => TryNumber(text.Replace(',', '.'), out _)) < Mostly * there.Length)
            return "";
        return TryNumber(odd.Replace(',', '.'), out _)
            ? $", such as '{odd}', and decimals have a point"
            : $", for line {cells.Lines[cells.Columns[c].IndexOf(odd)]} has '{odd}', which is no number";
    }

    private static double[] Numbers(Cells cells, int c, bool mayMiss)
    {
        double[] values = new double[cells.Lines.Count];
        for (int i = 0; i < values.Length; i++)
        {
            string text = cells.Columns[c][i];
            if (!TryNumber(text, out values[i]))
                values[i] = mayMiss && IsMissing(text)
                    ? double.NaN
                    : throw Damaged(cells.Path, $"line {cells.Lines[i]} has '{text}' in column '{cells.Names[c]}', expected a number");
        }

        return values;
    }

    private static double[] Indices(Cells cells, int c, IReadOnlyList<string> categories)
    {
        Dictionary<string, int> index = categories.Select((text, k) => (text, k)).ToDictionary(pair => pair.text, pair => pair.k);
        double[] values = new double[cells.Lines.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = index.TryGetValue(cells.Columns[c][i], out int k)
                ? k
                : throw Damaged(
                    cells.Path, $"line {cells.Lines[i]} has '{cells.Columns[c][i]}' in column '{cells.Names[c]}', which the run never saw");
        return values;
    }

    private static bool IsMissing(string text) => MissingTexts.Contains(text.ToLowerInvariant());

    internal static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>Digits behind the point; −1 of a number with an exponent.</summary>
    internal static int DecimalsOf(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return text.Contains('e', StringComparison.OrdinalIgnoreCase) ? -1 : point < 0 ? 0 : text.Length - point - 1;
    }

    private static InputException Damaged(string path, string what) => CsvText.Damaged(path, Kind, what);
}
