using System.Globalization;
using System.Text;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores;

namespace GanFromScratch.Gan.Comparing;

/// <summary>Mean and standard deviation of a figure over the runs of a combination.</summary>
/// <param name="Mean">NaN of no run.</param>
/// <param name="Deviation">Of the sample (divisor n − 1); null of fewer than two runs.</param>
internal readonly record struct MeanDeviation(double Mean, double? Deviation)
{
    public static MeanDeviation Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return new(double.NaN, null);
        double mean = values.Average();
        return new(mean, values.Count < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)));
    }
}

/// <summary>A figure that the table shows.</summary>
/// <param name="Field">In JSON and CSV.</param>
/// <param name="Title">In the heading.</param>
/// <param name="Format">Of the mean and of the deviation.</param>
/// <param name="LargerIsBetter">Null for a figure of which no value is the best.</param>
/// <param name="IsMain">Whether it is in the short table.</param>
/// <param name="Of">Its value for a run; null if there is none.</param>
/// <param name="OfReal">The same for real samples.</param>
internal sealed record ComparedFigure(
    string Field, string Title, string Format, bool? LargerIsBetter, bool IsMain, Func<RunResult, double?> Of,
    Func<RunResult, double?> OfReal);

/// <summary>
/// A comparison in figures: a row for each combination, with mean ± standard deviation over the seeds, without the failed runs.
/// </summary>
internal sealed class ComparisonTable
{
    /// <summary>The name of the row of real samples.</summary>
    public const string Real = "real samples";

    /// <summary>The name of the row of the run that the students learn from.</summary>
    public const string TeacherName = "teacher";

    private static readonly Measure[] MainMeasures = [
        Measure.Frechet, Measure.Precision, Measure.Recall, Measure.Modes, Measure.HighQuality, Measure.ReverseKl,
        Measure.NumberDistance, Measure.DependenceError, Measure.AutocorrelationError, Measure.Discriminative, Measure.TransferAccuracy,
    ];

    private static readonly ComparedFigure[] Speed =
    [
        new("steps", "steps", "#,0", null, true, run => run.Steps, _ => null),
        new("seconds_per_step", "ms a step", "0.00", false, true, run => run.SecondsPerStep * 1000, _ => null),
    ];

    private readonly ComparisonPlan plan;
    private readonly RunResult? teacher;
    private readonly ILookup<Combination, RunResult> runs;

    private ComparisonTable(ComparisonPlan plan, IReadOnlyList<RunResult> results, RunResult? teacher)
    {
        this.plan = plan;
        this.teacher = teacher;
        Results = results;
        var byFolder = results.ToDictionary(result => result.Folder);
        runs = plan.Runs.Where(planned => byFolder.ContainsKey(planned.Run.Folder))
            .ToLookup(planned => planned.Combination, planned => byFolder[planned.Run.Folder]);
        Figures =
        [
            .. results.SelectMany(result => result.Scores.Keys).Distinct()
                .Select(field => FigureOf(Measure.All.Single(measure => measure.Field == field))),
            .. Speed,
            .. CostOf(results),
        ];
    }

    /// <summary>Of the runs that are done.</summary>
    public IReadOnlyList<RunResult> Results { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ComparedFigure> Figures { get; }

    public static ComparisonTable Of(Comparison comparison) => new(comparison.Plan, comparison.Results, comparison.Teacher);

    /// <summary>A figure of a combination, over its runs that reached their end.</summary>
    public MeanDeviation this[Combination combination, ComparedFigure figure] => Over(Ended(combination), figure.Of);

    /// <summary>Whether a combination's mean is the best of the column; if two are equal, both are, and if all are equal, none.</summary>
    public bool IsBest(Combination combination, ComparedFigure figure)
    {
        double[] means = [.. plan.Combinations.Select(c => this[c, figure].Mean).Where(double.IsFinite)];
        return figure.LargerIsBetter is bool larger && means.Distinct().Count() > 1
            && this[combination, figure].Mean.Equals(larger ? means.Max() : means.Min());
    }

    /// <summary>"1 of 3": runs with a loss that is not finite.</summary>
    public string Failed(Combination combination) =>
        FormattableString.Invariant($"{runs[combination].Count(run => run.Failure != null)} of {runs[combination].Count()}");

    /// <summary>Mean ± deviation; a dash where there is none.</summary>
    public string Text(Combination combination, ComparedFigure figure) => Text(this[combination, figure], figure);

    /// <summary>The rows below those of the combinations: of the teacher and of real samples, where there are such.</summary>
    /// <param name="figures">The columns.</param>
    public IEnumerable<(string Name, IEnumerable<string> Cells)> Others(IReadOnlyList<ComparedFigure> figures)
    {
        if (teacher != null)
            yield return (TeacherName, figures.Select(figure => Text(Over([teacher], figure.Of), figure)));
        if (Results.Any(run => run.Real.Count > 0))
            yield return (Real, figures.Select(
                figure => Text(Over(Results.Where(run => run.Failure == null), figure.OfReal), figure)));
    }

    /// <summary>A run in a few words.</summary>
    public string Words(RunResult run) => run.Failure is string failure
        ? $"failed: {failure}"
        : string.Join(
            ", ",
            Figures.Where(figure => figure.IsMain && figure.Of(run) is double)
                .Select(figure => $"{figure.Title} {Text(new MeanDeviation(figure.Of(run)!.Value, null), figure)}"));

    /// <summary>The main figures.</summary>
    /// <param name="mark">Writes a cell of a column of figures, and whether it is the best of it.</param>
    public TextTable Main(Func<string, bool, string> mark)
    {
        ComparedFigure[] figures = [.. Figures.Where(figure => figure.IsMain)];
        return new TextTable(
            [.. plan.Axes, .. figures.Select(figure => mark(figure.Title, false)), "failed"],
            [
                .. plan.Combinations.Select(c => (string[])[
                    .. c.Values, .. figures.Select(figure => mark(Text(c, figure), IsBest(c, figure))), Failed(c)]),
                .. Others(figures).Select(other => (string[])[
                    other.Name, .. plan.Axes.Skip(1).Select(_ => ""), .. other.Cells.Select(cell => mark(cell, false)), ""]),
            ],
            Names: plan.Axes.Count);
    }

    /// <summary>One line for each combination; a field is empty where there is no figure.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder();
        Line(
            [
                .. plan.Axes, "runs", "failed",
                .. Figures.SelectMany(figure => new[] { $"{figure.Field}_mean", $"{figure.Field}_deviation" }),
            ]);
        foreach (ComparedCombination row in ToResults().Combinations)
            Line(
                [
                    .. row.Values.Values, Number(row.Runs), Number(row.Failed),
                    .. row.Figures.Values.SelectMany(figure => new[] { Number(figure.Mean), Number(figure.Deviation) }),
                ]);
        return csv.ToString();

        void Line(IEnumerable<string> fields) => csv.AppendJoin(',', fields).Append('\n');

        static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>The contents of compare.json.</summary>
    public ComparisonResults ToResults() => new(
        [
            .. plan.Combinations.Select(combination => new ComparedCombination(
                plan.Axes.Zip(combination.Values).ToDictionary(pair => pair.First, pair => pair.Second),
                runs[combination].Count(),
                runs[combination].Count(run => run.Failure != null),
                Figures.ToDictionary(
                    figure => figure.Field,
                    figure => InUnits(this[combination, figure], figure)))),
        ],
        Results,
        plan.LeftOut,
        teacher);

    /// <summary>What samples cost; in the short table where generators differ in size.</summary>
    private static ComparedFigure[] CostOf(IReadOnlyList<RunResult> results)
    {
        bool differs = results.Select(run => run.Parameters).OfType<long>().Distinct().Count() > 1;
        return
        [
            new("parameters", "parameters of G", "#,0", false, differs, run => run.Parameters, _ => null),
            new("seconds_per_sample", "ms a sample", "0.000", false, differs, run => run.SecondsPerSample * 1000, _ => null),
        ];
    }

    /// <summary>JSON and CSV have seconds; numbers that are none are null.</summary>
    private static ComparedNumber InUnits(MeanDeviation number, ComparedFigure figure)
    {
        double unit = figure.Field.StartsWith("seconds", StringComparison.Ordinal) ? 1e-3 : 1;
        return new ComparedNumber(double.IsFinite(number.Mean) ? number.Mean * unit : null, number.Deviation * unit);
    }

    private IEnumerable<RunResult> Ended(Combination combination) => runs[combination].Where(run => run.Failure == null);

    private static MeanDeviation Over(IEnumerable<RunResult> runs, Func<RunResult, double?> of) =>
        MeanDeviation.Of([.. runs.Select(of).OfType<double>()]);

    private static ComparedFigure FigureOf(Measure measure) => new(
        measure.Field,
        measure.Title,
        measure.Format == "0" ? "0.0" : measure.Format,
        measure.Hint == null ? measure.LargerIsBetter : null,
        MainMeasures.Contains(measure),
        run => run.Scores.GetValueOrDefault(measure.Field),
        run => run.Real.GetValueOrDefault(measure.Field));

    private static string Text(MeanDeviation number, ComparedFigure figure) => double.IsNaN(number.Mean) ? "–"
        : number.Mean.ToString(figure.Format, CultureInfo.InvariantCulture)
            + (number.Deviation is double d && (d > 0 || figure.Format != "#,0")
                ? $" ± {d.ToString(figure.Format, CultureInfo.InvariantCulture)}"
                : "");
}

/// <summary>compare.json.</summary>
internal sealed record ComparisonResults(
    IReadOnlyList<ComparedCombination> Combinations, IReadOnlyList<RunResult> Runs, IReadOnlyList<RefusedCombination> LeftOut,
    RunResult? Teacher = null);

/// <summary>A combination in compare.json.</summary>
/// <param name="Values">By axis.</param>
/// <param name="Runs">Runs that are done.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Figures">By field, over those that did not.</param>
internal sealed record ComparedCombination(
    IReadOnlyDictionary<string, string> Values, int Runs, int Failed, IReadOnlyDictionary<string, ComparedNumber> Figures);

/// <summary>A mean and a standard deviation; null where there is none.</summary>
internal sealed record ComparedNumber(double? Mean, double? Deviation);
