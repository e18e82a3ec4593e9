using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>score</c> of several runs, or of chosen figures: a row for each run, and one for real samples.</summary>
internal static class RunTable
{
    public static readonly Option<string> Figures = new("--figures")
    {
        Description = "Print a table of these figures, a row for each run; the names are those of --json [default with several runs: those "
            + $"of {string.Join(", ", Usual.Select(measure => measure.Field))} that they have]",
        HelpName = "NAME,…",
    };

    private static Measure[] Usual => [Measure.Frechet, Measure.Precision, Measure.Recall];

    /// <summary>The figures asked for; null if none are.</summary>
    /// <exception cref="InputException">There is no figure of this name.</exception>
    public static IReadOnlyList<Measure>? Chosen(ParseResult parsed) => parsed.GetValue(Figures) is not string names ? null
        :
        [
            .. names.Split(',', StringSplitOptions.TrimEntries).Select(name =>
                Measure.All.FirstOrDefault(measure => measure.Field == name || measure.Name == name)
                    ?? throw new InputException(
                        $"--figures: there is no '{name}'; expected {string.Join(", ", Measure.All.Select(measure => measure.Field))}.")),
        ];

    /// <summary>The table.</summary>
    /// <param name="runs">A name for each, and its scores.</param>
    /// <param name="chosen">The columns; null for the usual ones.</param>
    /// <exception cref="InputException">No run has one of the chosen figures, or none has a usual one.</exception>
    public static TextTable Of(IReadOnlyList<(string Name, ScoreSheet Sheet)> runs, IReadOnlyList<Measure>? chosen)
    {
        Measure[] had = [.. runs.SelectMany(run => run.Sheet.Scores).Select(score => score.Measure).Distinct()];
        if (chosen?.FirstOrDefault(measure => !had.Contains(measure)) is Measure missing)
            throw new InputException(
                $"--figures: {runs[0].Name} has no {missing.Field}; expected {string.Join(", ", had.Select(measure => measure.Field))}.");
        Measure[] columns = [.. chosen ?? Usual.Where(had.Contains)];
        if (columns.Length == 0)
            throw new InputException(
                $"--figures: name some of {string.Join(", ", had.Select(measure => measure.Field))}; the usual ones are none of these.");
        return new TextTable(
            ["run", .. columns.Select(measure => measure.Title)],
            [
                .. runs.Select(run => Row(run.Name, measure => Of(run.Sheet, measure, score => score.Value))),
                .. runs[0].Sheet.Pairs.Skip(1).Select(baseline => Row(baseline.Name, measure => baseline[measure])),
                .. columns.All(measure => double.IsNaN(OfReal(measure))) ? Array.Empty<string[]>() : [Row("real samples", OfReal)],
            ]);

        string[] Row(string name, Func<Measure, double> of) =>
            [name, .. columns.Select(measure => ScoreSheet.Text(measure, of(measure)))];

        double OfReal(Measure measure) => Of(runs[0].Sheet, measure, score => score.Real);
    }

    private static double Of(ScoreSheet sheet, Measure measure, Func<Score, double> of) =>
        sheet.Scores.Where(score => score.Measure == measure).Select(of).DefaultIfEmpty(double.NaN).First();
}
