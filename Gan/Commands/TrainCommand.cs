using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Reports;
using GanFromScratch.Gan.Training;
using Spectre.Console;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>train</c>: starts a new run or resumes one.</summary>
internal static class TrainCommand
{
    private const string TraceFile = "profile-trace.json";

    private static readonly Option<string> Config = new("--config")
    {
        Description = "Read the options from a JSON file like a run's options.json; options given here override it",
        HelpName = "FILE",
    };
    private static readonly Option<string> Resume = new("--resume")
    {
        Description = "Resume the run in this folder, bit for bit; --epochs and --steps may raise its totals. A change of the learning "
            + "rate, the batch or the loss is written into its history.txt",
        HelpName = "DIR",
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder of the run [default: runs/MODEL-DATA-N]",
        HelpName = "DIR",
    };
    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON line per epoch on standard output, messages on standard error",
    };

    private static readonly Option<bool> Profile = new("--profile") { Description =
        $"Profile the first steps by phase, op and kernel, print a table at the end, and write it as {TraceFile} for chrome://tracing "
        + $"and Perfetto" };

    private static readonly Option<bool> AllowChanges = new("--allow-changes")
    {
        Description =
            "With --resume: continue even if options.json, the data or the device have changed since the checkpoint",
    };

    public static Command Create()
    {
        var command = new Command(
            "train", "Train a GAN; without options, the MNIST GAN.") { Config, Resume, AllowChanges, Out, Json, Profile };
        foreach (TrainingOption option in TrainingOptionList.All)
            command.Add(option.Option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var display = new SafeDisplay(parsed.GetValue(Json) ? new JsonDisplay(Console.Out, Console.Error)
            : Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi ? new PlainDisplay(Console.Out)
            : new TerminalDisplay(AnsiConsole.Console));

        using var stop = new StopSignals();
        using TrainingRun run = parsed.GetValue(Resume) is string path ? Continue(parsed, path, display) : Begin(parsed, display);
        StepProfiler? profiler = parsed.GetValue(Profile) ? run.ObserveFirstSteps() : null;
        bool finished = run.Run(stop.Token);
        (string folder, string samples, string losses) = run.Outputs;
        if (profiler is { Steps.Count: > 0 })
            Show(profiler, folder, display);
        string quoted = ShellWords.QuotePath(folder);
        if (run.Failure is string failure)
        {
            ErrorLine.Write(failure);
            return 1;
        }

        if (!finished)
        {
            display.Note($"Stopped and saved. Resume with: {ProgramName.Command($"train --resume {quoted}")}");
            return 1;
        }

        display.Note($"Samples: {samples}");
        display.Note($"Losses:  {losses}");
        string more = RunFolder.Open(folder).ReadOptions().FindModel() is ColumnsModel ? "--csv more.csv" : "--grid more.png";
        display.Note($"More:    {ProgramName.Command($"sample --run {quoted} --count 100 {more}")}");
        display.Note($"Report:  {ProgramName.Command($"report --run {quoted}")}");
        return 0;
    }

    private static void Show(StepProfiler profiler, string folder, SafeDisplay display)
    {
        foreach (string line in ProfileTable.Lines(StepProfile.Of(profiler.Steps)))
            display.Note(line);
        string trace = Path.Combine(folder, TraceFile);
        ChromeTrace.Write(trace, "train", profiler.Steps);
        display.Note($"Trace:   {trace}");
    }

    private static TrainingRun Begin(ParseResult parsed, SafeDisplay display)
    {
        if (parsed.GetValue(AllowChanges))
            throw new InputException("--allow-changes is for a run that goes on; give it together with --resume DIR, or leave it out.");
        bool namesRecipe = TrainingOptionList.Recipe.IsGiven(parsed);
        TrainingOptions options;
        string? recipeNote = null;
        if (parsed.GetValue(Config) is string file)
        {
            if (namesRecipe)
                throw new InputException("--config gives all options; leave out --recipe, or --config.");
            options = TrainingOptionList.Apply(parsed, TrainingOptions.Read(OptionValue.Text(Config, file)));
        }
        else
        {
            options = TrainingOptionList.Read(parsed);
            Recipe recipe = Recipe.Catalog.Find(options.Recipe);
            if (namesRecipe || recipe is not Tutorial)
                recipeNote = $"Recipe {recipe.Name}: {OptionTable.RecipeText(recipe, options)}";
        }

        options = options.Validate() with { Data = TrainingData.FullName(options.Data) };
        bool usualLength = parsed.GetValue(Config) == null && !TrainingOptionList.Epochs.IsGiven(parsed);
        var run = TrainingRun.Start(
            options, parsed.GetValue(Out) is string path ? OptionValue.Text(Out, path) : null, display, usualLength);
        if (recipeNote != null)
            display.Note(recipeNote);
        return run;
    }

    private static TrainingRun Continue(ParseResult parsed, string path, SafeDisplay display)
    {
        if (parsed.GetValue(Config) != null || parsed.GetValue(Out) != null)
            throw new InputException("--resume goes on in the run's own folder with its own options; leave out --config and --out.");
        RunFolder folder = RunFolder.Open(path);
        TrainingOptions saved = folder.ReadOptions(), options = saved;
        foreach (TrainingOption option in TrainingOptionList.All)
        {
            if (option.IsGiven(parsed) && !option.MayChange && !option.IsRecorded)
                throw new InputException(
                    $"{option.Option.Name} cannot change when a run goes on; --resume takes "
                    + $"{string.Join(", ", TrainingOptionList.All.Where(o => o.MayChange || o.IsRecorded).Select(o => o.Option.Name))}.");
            options = option.Apply(parsed, options);
        }

        var notes = new List<string>();
        if (options.Device != saved.Device)
            notes.Add(
                $"Begun on {saved.Device}, this run goes on on {options.Device}: the results agree within rounding, not bit for bit.");
        if (options.Compiler != saved.Compiler)
            notes.Add(
                $"Begun with the compiler {saved.Compiler}, this run goes on with {options.Compiler}: the results agree within rounding, "
                + $"not bit for bit.");
        if (options.RatesFall && options.Epochs != saved.Epochs)
            notes.Add(
                $"The schedule now ends at epoch {options.Epochs}; a run of {options.Epochs} epochs from the start would have "
                + $"other weights.");
        var consent = new ResumeConsent(
            AnyDevice: options.Device != saved.Device || options.Compiler != saved.Compiler, parsed.GetValue(AllowChanges),
            RunFingerprint.Changed(saved, options));
        var run = TrainingRun.Resume(options.Validate(), folder, display, consent);
        notes.ForEach(display.Note);
        return run;
    }
}
