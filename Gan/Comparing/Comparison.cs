using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Comparing;

/// <summary>
/// A comparison in its folder: plan.json, a folder for each run, compare.json (the state, too: a run that stands in it is done),
/// compare.csv and compare.html. Each run is an ordinary training run, scored as <c>score</c> does at its defaults.
/// </summary>
internal sealed class Comparison
{
    private const long MaximumBytes = 1 << 28;

    private readonly ConcurrentDictionary<string, RunResult> results;
    private readonly Lock gate = new();

    private Comparison(string path, ComparisonPlan plan, IEnumerable<RunResult> results, RunResult? teacher = null)
    {
        Path = path;
        Teacher = teacher;
        Plan = plan;
        this.results = new(results.Select(result => KeyValuePair.Create(result.Folder, result)));
    }

    public string Path { get; }

    public ComparisonPlan Plan { get; }

    /// <summary>Of the runs that are done, in the order of the plan.</summary>
    public IReadOnlyList<RunResult> Results =>
        [.. Plan.Runs.Select(planned => results.GetValueOrDefault(planned.Run.Folder)).OfType<RunResult>()];

    /// <summary>The run that the students learn from; null without one, or while it is not scored yet.</summary>
    public RunResult? Teacher { get; private set; }

    public string PageFile => System.IO.Path.Combine(Path, "compare.html");

    public string TableFile => System.IO.Path.Combine(Path, "compare.csv");

    private string PlanFile => PlanIn(Path);

    private string ResultsFile => ResultsIn(Path);

    /// <summary>A new comparison; without a name, in runs/compare-N with the first free N.</summary>
    /// <exception cref="InputException">The folder is not empty or cannot be written.</exception>
    public static Comparison Begin(ComparisonPlan plan, string? path)
    {
        path ??= RunFolder.FirstFree("compare");
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw new InputException(
                $"{path} exists already and nothing in it will be overwritten: choose another --out"
                + (File.Exists(PlanIn(path)) ? $", or go on with this comparison by --resume {ShellWords.QuotePath(path)}." : "."));
        var comparison = new Comparison(path, plan, []);
        Write(comparison.PlanFile, JsonSerializer.Serialize(plan, ComparisonJson.Default.ComparisonPlan));
        return comparison;
    }

    /// <summary>A comparison that was begun, with what is done of it.</summary>
    /// <exception cref="InputException">The folder is not one of a comparison, or a file in it is damaged.</exception>
    public static Comparison Open(string path)
    {
        if (!File.Exists(PlanIn(path)))
            throw new InputException(
                $"'{path}' is not the folder of a comparison: it has no plan.json; give the folder that compare's last lines name.");
        ComparisonPlan plan = Read(PlanIn(path), ComparisonJson.Default.ComparisonPlan);
        ComparisonResults? done = File.Exists(ResultsIn(path)) ? Read(ResultsIn(path), ComparisonJson.Default.ComparisonResults) : null;
        return new Comparison(path, plan, done?.Runs ?? [], done?.Teacher);
    }

    /// <summary>Trains and scores what is not done yet, until the end or until <paramref name="stop"/>.</summary>
    /// <param name="parallel">Runs at a time. Each has a device of its own, with its share of the processor's threads.</param>
    /// <param name="display">The display of a run, by its title.</param>
    /// <param name="note">Receives a line for each run that is done, one call at a time.</param>
    /// <returns>Whether all are done.</returns>
    /// <exception cref="InputException">The data or a run's folder has been changed since the plan was made.</exception>
    public bool Run(int parallel, Func<string, ITrainingDisplay> display, Action<string> note, CancellationToken stop)
    {
        var waiting = new ConcurrentQueue<(Combination Combination, PlannedRun Run)>(
            Plan.Runs.Where(planned => !results.ContainsKey(planned.Run.Folder)));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ExceptionDispatchInfo? failure = null;
        if (Plan.First.Teacher is { Length: > 0 } teacher && !waiting.IsEmpty)
            Teacher ??= Score(ComparisonTable.TeacherName, RunFolder.Open(teacher), failure: null);
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(parallel, waiting.Count)).Select(_ => new Thread(Work))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        failure?.Throw();
        WriteTables();
        return Results.Count == Plan.Runs.Count();

        void Work()
        {
            try
            {
                while (!end.IsCancellationRequested && waiting.TryDequeue(out var next))
                {
                    if (Train(next.Run, parallel, display(Title(next.Combination, next.Run.Seed)), end.Token) is RunResult result)
                        Add(next.Combination, result, note);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                end.Cancel();
            }
        }
    }

    /// <returns>Null if it was stopped before its end.</returns>
    private RunResult? Train(PlannedRun run, int parallel, ITrainingDisplay display, CancellationToken stop)
    {
        string path = System.IO.Path.Combine(Path, run.Folder);
        bool begun = RunFolder.IsAt(path);
        TrainingOptions options = begun ? RunFolder.Open(path).ReadOptions() : run.ReadOptions();
        if (parallel > 1)
            options = options with { Threads = Math.Max(1, Environment.ProcessorCount / parallel) };
        string? failure;
        using (TrainingRun training = begun
            ? TrainingRun.Resume(options, RunFolder.Open(path), display)
            : TrainingRun.Start(options, path, display))
        {
            bool finished = training.Run(stop);
            failure = training.Failure;
            if (!finished && failure == null)
                return null;
        }

        return Score(run.Folder, RunFolder.Open(path), failure);
    }

    private static RunResult Score(string name, RunFolder folder, string? failure)
    {
        TrainingOptions options = folder.ReadOptions();
        if (failure != null)
            return RunResult.Of(name, folder, options, failure, sheet: null, cost: null);
        using Device device = options.OpenDevice();
        ScoreSheet? sheet = null;
        if (ScoreCommand.HasScores(options))
        {
            sheet = ScoreCommand.ScoreRun(folder, options, device);
            ScoreCommand.Keep(folder.ScoresFile, sheet);
        }

        return RunResult.Of(name, folder, options, failure, sheet, GeneratorCost.Of(options.FindModel(), device));
    }

    private void Add(Combination combination, RunResult result, Action<string> note)
    {
        lock (gate)
        {
            results[result.Folder] = result;
            var table = ComparisonTable.Of(this);
            Write(ResultsFile, JsonSerializer.Serialize(table.ToResults(), ComparisonJson.Default.ComparisonResults));
            note(string.Create(
                CultureInfo.InvariantCulture,
                $"{results.Count} of {Plan.Runs.Count()}  {Title(combination, result.Seed)}: {table.Words(result)}"));
        }
    }

    private static string Title(Combination combination, ulong seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{combination.Name}, seed {seed}");

    private void WriteTables()
    {
        if (results.IsEmpty)
            return;
        var table = ComparisonTable.Of(this);
        Write(TableFile, table.ToCsv());
        var page = new MemoryStream();
        Reports.Html.Write(page, ComparisonPage.Of(this, table));
        AtomicFile.Write(PageFile, page.WriteTo);
    }

    private static string PlanIn(string path) => System.IO.Path.Combine(path, "plan.json");

    private static string ResultsIn(string path) => System.IO.Path.Combine(path, "compare.json");

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(InputFile.ReadAllBytes(path, MaximumBytes), type)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{path}: not what compare wrote: {e.Message.TrimEnd('.').ReplaceLineEndings(" ")}; compare again in another folder.", e);
        }
    }
}

/// <summary>The files of a comparison, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ComparisonPlan))]
[JsonSerializable(typeof(ComparisonResults))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
