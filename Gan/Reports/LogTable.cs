using System.Globalization;
using System.Text;
using CsvHelper;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Reports;

/// <summary>
/// A run's log.csv as named columns of numbers. It accepts any columns, so that a report shows figures added to the log later; the columns
/// of this class are those that every log has.
/// </summary>
internal sealed class LogTable
{
    public const string Epoch = "epoch", Step = "step", DiscriminatorLoss = "loss_d", GeneratorLoss = "loss_g", OnReal = "d_real",
    OnFake = "d_fake",
        Accuracy = "d_accuracy", Speed = "images_per_s", Seconds = "seconds";

    private const long MaximumBytes = 1L << 28;

    private static readonly string[] Known = [Epoch, Step, DiscriminatorLoss, GeneratorLoss, OnReal, OnFake, Accuracy, Speed, Seconds];

    private readonly Dictionary<string, double[]> columns;

    private LogTable(Dictionary<string, double[]> columns, IReadOnlyList<(double Epoch, string Words)> remarks)
    {
        this.columns = columns;
        Remarks = remarks;
    }

    /// <summary>The number of rows.</summary>
    public int Count => columns[Epoch].Length;

    /// <summary>Columns beyond the known ones, of which at least one row has a number.</summary>
    public IEnumerable<string> More => columns.Keys.Except(Known).Where(name => columns[name].Any(double.IsFinite));

    /// <summary>The contents of text columns, such as alarms, with the epoch.</summary>
    public IReadOnlyList<(double Epoch, string Words)> Remarks { get; }

    /// <summary>A number for each row; NaN where the log has no value.</summary>
    public double[] this[string column] => columns[column];

    /// <summary>The log of a run; a table without rows if it has none yet.</summary>
    /// <exception cref="InputException">The file is not such a log.</exception>
    public static LogTable Read(string path)
    {
        if (!File.Exists(path))
            return new LogTable(Known.ToDictionary(name => name, _ => Array.Empty<double>()), []);

        string text = Encoding.UTF8.GetString(InputFile.ReadAllBytes(path, MaximumBytes));
        try
        {
            using CsvReader csv = CsvReader.FromText(
                text, new CsvReaderOptions { TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw });
            return Read(csv, path);
        }
        catch (CsvFormatException error)
        {
            throw Damaged(path, error.LineNumber, "a stray or unclosed quotation mark", error);
        }
    }

    private static LogTable Read(CsvReader csv, string path)
    {
        string[] names = [.. csv.Headers];
        if (Known.FirstOrDefault(name => !names.Contains(name)) is string absent)
            throw Damaged(path, 1, $"expected the columns {string.Join(",", Known)}, but there is no {absent}");
        if (names.Distinct().Count() < names.Length)
            throw Damaged(path, 1, "a column stands there twice");

        var rows = new List<string[]>();
        while (csv.Read())
        {
            if (csv.FieldCount != names.Length)
                throw Damaged(path, csv.LineNumber, $"expected {names.Length} columns, got {csv.FieldCount}");
            string[] row = [.. names.Select((_, c) => csv.GetString(c))];
            for (int c = 0; c < names.Length; c++)
                if (Known.Contains(names[c]) && !IsNumber(row[c]))
                    throw Damaged(path, csv.LineNumber, $"expected a number in column {names[c]}, got '{row[c]}'");
            rows.Add(row);
        }

        bool[] isNumeric = [.. names.Select((_, c) => rows.All(row => row[c].Length == 0 || IsNumber(row[c])))];
        var columns = names.Select((name, c) => (name, c)).Where(column => isNumeric[column.c])
            .ToDictionary(
                column => column.name,
                column => rows.Select(row => row[column.c].Length == 0 ? double.NaN : Number(row[column.c])).ToArray());
        int epoch = Array.IndexOf(names, Epoch);
        return new LogTable(
            columns,
            [
                .. rows.SelectMany(
                    row => row.Where((field, c) => !isNumeric[c] && field.Length > 0).Select(field => (Number(row[epoch]), field)))]);
    }

    private static bool IsNumber(string field) => double.TryParse(field, CultureInfo.InvariantCulture, out _);

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    private static InputException Damaged(string path, long line, string what, Exception? inner = null) =>
        new(
            $"{path}: not the log of a training run: line {line}: {what}; correct it, or move the file away to have a report without "
            + $"curves.", inner);
}
