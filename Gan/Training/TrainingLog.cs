using System.Globalization;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// log.csv and losses.svg: a row for some steps each, appended. A resumed run drops the rows after its checkpoint and writes them again. A
/// last line without its end, as a kill leaves it, is none.
/// </summary>
public sealed class TrainingLog
{
    private const long MaximumBytes = 1L << 28;

    private static readonly string[] Columns = [
        "epoch", "step", "loss_d", "loss_g", "d_real", "d_fake", "d_accuracy", "images_per_s", "seconds"];

    /// <summary>Columns only in the log of a run with scores; empty in a row without scores.</summary>
    private static readonly string[] ScoreColumns =
        ["classifier_score", "frechet", "confident", "modes", "high_quality", "precision", "recall", "label_agreement"];

    private readonly RunFolder folder;
    private readonly List<LogRow> rows;
    private bool isWhole, hasScores;

    private TrainingLog(RunFolder folder, List<LogRow> rows)
    {
        this.folder = folder;
        this.rows = rows;
        hasScores = rows.Exists(row => row.Scores != null);
    }

    public IReadOnlyList<LogRow> Rows => rows;

    /// <summary>The log of a run up to <paramref name="step"/>.</summary>
    /// <exception cref="InputException">The file is not such a log.</exception>
    public static TrainingLog Open(RunFolder folder, long step) =>
        new(folder, File.Exists(folder.LogFile) ? [.. Read(folder.LogFile).Where(r => r.Step <= step)] : []);

    /// <summary>All rows of a log.csv.</summary>
    /// <exception cref="InputException">The file is not such a log.</exception>
    public static List<LogRow> Read(string path)
    {
        string text = Encoding.UTF8.GetString(InputFile.ReadAllBytes(path, MaximumBytes));
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        int columns = lines[0].Split(',').Length;

        // Logs of earlier versions have fewer scores.
        if (columns < Columns.Length || lines[0] != string.Join(",", [.. Columns.Concat(ScoreColumns).Take(columns)]))
            throw Damaged(path, 1, $"expected the columns {string.Join(",", Columns)}");
        var rows = new List<LogRow>();
        for (int i = 1; i < lines.Length; i++)
        {
            string[] fields = lines[i].Split(',');
            double[] values = new double[columns];
            if (fields.Length != columns)
                throw Damaged(path, i + 1, $"expected {columns} columns, got {fields.Length}");
            for (int c = 0; c < values.Length; c++)
            {
                bool absent = c >= Columns.Length && fields[c].Length == 0;
                if (!double.TryParse(fields[c], CultureInfo.InvariantCulture, out values[c]) && !absent)
                    throw Damaged(path, i + 1, $"expected a number in column {lines[0].Split(',')[c]}, got '{fields[c]}'");
            }

            LogRow? before = rows.Count == 0 ? null : rows[^1];
            double epoch = values[0];
            if (!(epoch > 0 && epoch >= (before?.Epoch ?? 0)))
                throw Damaged(path, i + 1, $"expected no earlier epoch than before, got '{fields[0]}'");
            if (!long.TryParse(fields[1], CultureInfo.InvariantCulture, out long step) || step <= (before?.Step ?? 0))
                throw Damaged(path, i + 1, $"expected a later step than before, got '{fields[1]}'");
            rows.Add(
                new LogRow(
                    epoch, step, values[2], values[3], values[4], values[5], values[6], values[7], values[8], Scores(fields, values))
                {
                    Steps = (int)Math.Min(step - (before?.Step ?? 0), int.MaxValue),
                });
        }

        return rows;
    }

    /// <summary>Appends a row; the file is written anew if it holds rows that are dropped, or has no columns for scores yet.</summary>
    public void Add(LogRow row)
    {
        rows.Add(row);
        bool scored = hasScores || row.Scores != null;
        if (isWhole && scored == hasScores)
        {
            using var appending = new StreamWriter(folder.LogFile, append: true) { NewLine = "\n" };
            appending.WriteLine(Line(row, scored));
            return;
        }

        AtomicFile.Write(folder.LogFile, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(string.Join(",", scored ? [.. Columns, .. ScoreColumns] : Columns));
            foreach (LogRow r in rows)
                writer.WriteLine(Line(r, scored));
        });
        (isWhole, hasScores) = (true, scored);
    }

    /// <summary>Writes losses.svg.</summary>
    public void WritePlot() => LossPlot.Write(
        folder.LossPlotFile,
        "Losses",
        "step",
        "loss",
        [.. rows.Select(r => (double)r.Step)],
        [
            new PlotSeries("discriminator", [.. rows.Select(r => r.DiscriminatorLoss)]),
            new PlotSeries("generator", [.. rows.Select(r => r.GeneratorLoss)])]);

    private static string Line(LogRow r, bool scored) => string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Epoch:R},{r.Step},{r.DiscriminatorLoss:R},{r.GeneratorLoss:R},{r.OnReal:R},{r.OnFake:R},{r.Accuracy:R},{r.ImagesPerSecond:R},"
        + $"{r.Seconds:R}{(scored ? Text(r.Scores) : "")}");

    private static string Text(EpochScores? s) => FormattableString.Invariant(
        $",{s?.ClassifierScore:R},{s?.Frechet:R},{s?.Confident:R},{s?.Modes},{s?.HighQuality:R},{s?.Precision:R},{s?.Recall:R}")
        + FormattableString.Invariant($",{s?.LabelAgreement:R}");

    private static EpochScores? Scores(string[] fields, double[] values)
    {
        int first = Columns.Length;
        return fields.Length == first || fields[first..].All(field => field.Length == 0) ? null
            : new EpochScores(
                Value(first), Value(first + 1), Value(first + 2), (int?)Value(first + 3), Value(first + 4), Value(first + 5),
                Value(first + 6), Value(first + 7));

        double? Value(int column) => column >= fields.Length || fields[column].Length == 0 ? null : values[column];
    }

    private static InputException Damaged(string path, int line, string what) =>
        new(
            $"{path}: not the log of a training run: line {line}: {what}; correct it, or move the file away to go on without the epochs "
            + $"before.");
}
