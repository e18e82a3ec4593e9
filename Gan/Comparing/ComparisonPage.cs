using System.Text;
using System.Xml.Linq;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Reports;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;
using static GanFromScratch.Gan.Reports.Html;

namespace GanFromScratch.Gan.Comparing;

/// <summary>compare.html: the table, and the samples and losses of each combination side by side.</summary>
internal static class ComparisonPage
{
    private const long MaximumBytes = 1 << 24;

    public static XElement Of(Comparison comparison, ComparisonTable table)
    {
        ComparisonPlan plan = comparison.Plan;
        string title = $"Comparison by {string.Join(" and ", plan.Axes)} on {Path.GetFileName(plan.First.Data)}";
        return Page(
            title,
            Tag("header", Tag("h1", title), Tag("p", Standing(comparison))),
            [
                Figures("Scores", plan, table, [.. table.Figures.Where(figure => figure.IsMain)]),
                Pictures(comparison, table),
                table.Figures.All(figure => figure.IsMain) ? null : Figures("All scores", plan, table, table.Figures),
                Runs(table),
                LeftOut(plan),
                Section("Repeat it", Command(plan.Command)),
            ]);
    }

    /// <summary>What every run has alike, and how far the comparison is.</summary>
    public static string Standing(Comparison comparison)
    {
        ComparisonPlan plan = comparison.Plan;
        TrainingOptions options = plan.First;
        string alike = string.Join(
            ", ", ComparisonAxis.All.Where(axis => !plan.Axes.Contains(axis.Name)).Select(axis => $"{axis.Name} {axis.Of(options)}"));
        int done = comparison.Results.Count, all = plan.Runs.Count(), seeds = plan.Combinations[0].Runs.Count;
        string budget = string.Join(
            ", ",
            new[]
            {
                options.Budget > 0 ? FormattableString.Invariant($"{options.Budget} s of training steps") : null,
                options.Steps > 0 ? Steps(plan) : null,
                options is { Budget: 0, Steps: 0 } ? FormattableString.Invariant($"{options.Epochs:N0} epochs") : null,
            }.Where(words => words != null));
        return Count(plan.Combinations.Count, "combination") + $"{(alike.Length > 0 ? $" ({alike})" : "")} on {options.Data}, "
            + $"{Count(seeds, "seed")} each; {budget} a run"
            + (plan.HoldsRates ? ", at constant learning rates (their fall needs --steps or --epochs)" : "")
            + (plan.Parallel > 1 ? $", {plan.Parallel} runs at a time" : "")
            + (done > 0 && done < all ? $"; {done} of {all} runs are done." : ".");

        static string Count(int count, string one) => $"{count} {one}{(count == 1 ? "" : "s")}";
    }

    /// <summary>The steps of a run, of which epochs may allow one model fewer than another.</summary>
    private static string Steps(ComparisonPlan plan)
    {
        int[] all = [.. plan.Runs.Select(planned => planned.Run.ReadOptions().Steps).Distinct().Order()];
        return FormattableString.Invariant($"{all[0]:N0}{(all.Length > 1 ? FormattableString.Invariant($" to {all[^1]:N0}") : "")} steps");
    }

    private static XElement Figures(string heading, ComparisonPlan plan, ComparisonTable table, IReadOnlyList<ComparedFigure> figures)
    {
        IEnumerable<(string?, object[])> rows = plan.Combinations.Select(combination => ((string?)null, (object[])[
            .. combination.Values,
            .. figures.Select(figure => table.IsBest(combination, figure)
                ? (object)Tag("strong", table.Text(combination, figure))
                : table.Text(combination, figure)),
            table.Failed(combination)]));
        rows = rows.Concat(table.Others(figures).Select(other => (
            (string?)"pale", (object[])[other.Name, .. plan.Axes.Skip(1).Select(_ => ""), .. other.Cells, ""])));
        return Section(
            heading,
            Tag(
                "div",
                Attribute("class", "figures"),
                Table(
                    "Mean ± standard deviation over the seeds, without failed runs. Bold: the best of its column.",
                    [.. plan.Axes, .. figures.Select(figure => figure.Title), "failed"],
                    rows)));
    }

    private static XElement? Pictures(Comparison comparison, ComparisonTable table)
    {
        XElement[] figures = [.. comparison.Plan.Combinations.SelectMany(combination => Pictures(comparison, table, combination))];
        bool points = !comparison.Plan.First.FindModel().MakesImages;
        return figures.Length == 0 ? null : Section(
            "Samples and losses",
            Tag(
                "p",
                Attribute("class", "pale"),
                "Of the first seed" + (points ? "; the data in gray, what the generator makes in orange." : ".")),
            Tag("div", Attribute("class", points ? "combinations smooth" : "combinations"), figures));
    }

    /// <summary>The samples and the loss curve of a combination's first run, as far as it has them.</summary>
    private static IEnumerable<XElement> Pictures(Comparison comparison, ComparisonTable table, Combination combination)
    {
        string path = Path.Combine(comparison.Path, combination.Runs[0].Folder);
        if (!RunFolder.IsAt(path))
            yield break;
        RunFolder folder = RunFolder.Open(path);
        GanModel model = folder.ReadOptions().FindModel();
        RunResult? result = table.Results.FirstOrDefault(run => run.Folder == combination.Runs[0].Folder);
        Bitmap? samples = RunPictures.Find(folder, model.Format, finished: true).Last;
        XElement? losses = File.Exists(folder.LossPlotFile)
            ? Tag("div", Attribute("class", "curve"), XElement.Parse(
                Encoding.UTF8.GetString(InputFile.ReadAllBytes(folder.LossPlotFile, MaximumBytes))))
            : null;
        if (samples == null)
            yield break;
        yield return Tag(
            "figure",
            Picture("image/png", PngFile.Encode(samples), samples, Math.Max(1, 320 / samples.Width), $"Samples of {combination.Name}"),
            Tag("figcaption", Tag("strong", combination.Name), Tag("small", result == null ? "not finished" : table.Words(result))),
            losses);
    }

    private static XElement Runs(ComparisonTable table) => Section(
        "Runs",
        Table(
            "Each is the folder of a training run: sample, score, report and train --resume take it.",
            ["folder", "result"],
            table.Results.Select(run => ((string?)null, new object[] { run.Folder, table.Words(run) }))));

    private static XElement? LeftOut(ComparisonPlan plan) => plan.LeftOut.Count == 0 ? null : Section(
        "Left out",
        Tag("ul", plan.LeftOut.Select(refused => Tag("li", $"{string.Join(", ", refused.Values)}: {refused.Reason}"))));
}
