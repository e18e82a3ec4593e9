using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Comparing;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Commands;

/// <summary>
/// <c>compare</c>: trains every combination within the same budget, with several seeds each, and scores it; after "Are GANs Created Equal?"
/// (Lucic et al. 2018).
/// </summary>
internal static class CompareCommand
{
    private const int MostParallel = 64;

    private static readonly Option<string> Seeds = new("--seeds")
    {
        Description = "Runs of each combination: with the seed of --seed, the next one, and so on [default: 3]",
        HelpName = "N",
    };
    private static readonly Option<string> Parallel = new("--parallel")
    {
        Description = "Runs at a time, with the processor's threads divided among them; with --resume it may change [default: 1]",
        HelpName = "N",
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder of the comparison [default: runs/compare-N]",
        HelpName = "DIR",
    };
    private static readonly Option<string> Resume = new("--resume")
    {
        Description = "Go on with the comparison in this folder: finished runs are kept, the one cut off is resumed",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command(
            "compare",
            "Train every combination of models, recipes, losses, penalties and widths within the same budget (--budget TIME or --steps N), "
            + "and compare the scores. All other options are those of train and hold for every run.");
        foreach (ComparisonAxis axis in ComparisonAxis.All)
            command.Add(axis.Option);
        command.Add(Seeds);
        command.Add(Parallel);
        command.Add(Out);
        command.Add(Resume);
        command.Add(PageTable.Page);
        foreach (TrainingOption option in TrainingOptionList.All)
            command.Add(option.Option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        int? parallel = Number(parsed, Parallel, MostParallel);
        var page = PageTable.Of(parsed);
        using var stop = new StopSignals();
        Comparison comparison = parsed.GetValue(Resume) is string path ? Continue(parsed, path) : Begin(parsed, parallel ?? 1);
        Note(ComparisonPage.Standing(comparison));
        foreach (RefusedCombination refused in comparison.Plan.LeftOut)
            Note($"Left out: {string.Join(", ", refused.Values)}: {refused.Reason}");
        parallel ??= comparison.Plan.Parallel;
        if (parallel > 1 && comparison.Plan.First.Budget > 0)
            Note($"{parallel} runs at a time share this machine, so each does fewer steps in its time than it would alone.");

        bool finished = false;
        RunBars.Show(bars => finished = comparison.Run(parallel.Value, bars.Of, bars.Note, stop.Token));
        if (comparison.Results.Count > 0)
        {
            Console.WriteLine();
            var table = ComparisonTable.Of(comparison);
            Console.WriteLine(table.Main((cell, best) => cell + (best ? " *" : "  ")).ToText());
            Note("Mean ± standard deviation over the seeds, without failed runs; * is the best of a column.");
            if (finished)
                page?.Write(table.Main((cell, best) => best ? $"**{cell}**" : cell));
            Note($"Page:  {comparison.PageFile}");
            Note($"Table: {comparison.TableFile}");
        }

        if (finished)
            return 0;
        Note($"Stopped and saved. Go on with: compare --resume {ShellWords.QuotePath(comparison.Path)}");
        return 1;

        static void Note(string line) => Console.WriteLine(PlainText.Line(line));
    }

    private static Comparison Begin(ParseResult parsed, int parallel)
    {
        int seeds = Number(parsed, Seeds, ComparisonPlan.MostSeeds) ?? 3;
        var values = ComparisonAxis.All.Select(axis => (Axis: axis, Values: axis.Values(parsed)!)).Where(axis => axis.Values != null);
        var plan = ComparisonPlan.Create(
            [.. parsed.Tokens.Select(token => token.Value).SkipWhile(word => word != "compare")],
            [.. values],
            model => TrainingOptionList.Beginning(parsed, model),
            options =>
            {
                options = TrainingOptionList.All.Where(option => option != TrainingOptionList.Recipe)
                    .Aggregate(options, (changed, option) => option.Apply(parsed, changed));
                return options with { Data = TrainingData.FullName(options.Data) };
            },
            IsGiven("--epochs"),
            IsGiven("--schedule", "--schedule-g", "--schedule-d"),
            seeds,
            parallel);
        return Comparison.Begin(plan, parsed.GetValue(Out) is string path ? OptionValue.Text(Out, path) : null);

        bool IsGiven(params string[] names) =>
            TrainingOptionList.All.Any(option => names.Contains(option.Option.Name) && option.IsGiven(parsed));
    }

    private static Comparison Continue(ParseResult parsed, string path)
    {
        IEnumerable<Option> own = [.. ComparisonAxis.All.Select(axis => axis.Option), Seeds, Out];
        Option? other = own.Concat(TrainingOptionList.All.Select(option => option.Option))
            .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        return other == null
            ? Comparison.Open(path)
            : throw new InputException($"--resume goes on with the comparison's own options; leave out {other.Name}.");
    }

    private static int? Number(ParseResult parsed, Option<string> option, int most) =>
        parsed.GetValue(option) is string text ? OptionValue.Count(option, text, most) : null;
}
