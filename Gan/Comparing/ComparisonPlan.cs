using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Comparing;

/// <summary>What a comparison trains; saved as plan.json, so that an interrupted one goes on with the same runs.</summary>
/// <param name="Command">The words of the command line that it began with.</param>
/// <param name="Axes">Names of the axes of which there is more than one value; the first axis if there is no such one.</param>
/// <param name="Parallel">Runs at a time.</param>
/// <param name="Combinations">In the order of the table.</param>
/// <param name="LeftOut">What cannot be trained.</param>
internal sealed record ComparisonPlan(
    IReadOnlyList<string> Command, IReadOnlyList<string> Axes, int Parallel, IReadOnlyList<Combination> Combinations,
    IReadOnlyList<RefusedCombination> LeftOut)
{
    /// <summary>More epochs than any budget has time for.</summary>
    private const int NoEpochLimit = 1_000_000;

    /// <summary>The largest number of runs of a combination.</summary>
    public const int MostSeeds = 100;

    /// <summary>Every run with its combination.</summary>
    [JsonIgnore]
    public IEnumerable<(Combination Combination, PlannedRun Run)> Runs => Combinations.SelectMany(c => c.Runs.Select(run => (c, run)));

    /// <summary>The options of the first run; what every run has alike can be read from them.</summary>
    [JsonIgnore]
    public TrainingOptions First => Combinations[0].Runs[0].ReadOptions();

    /// <summary>Whether a run's learning rates stay constant, because a time has no number of epochs, where its recipe has them fall.
    /// </summary>
    [JsonIgnore]
    public bool HoldsRates => Runs.Select(planned => planned.Run.ReadOptions()).Any(options => options is { Steps: 0, RatesFall: false }
        && TrainingOptions.For(GanModel.Catalog.Find(options.Model), options.Recipe).RatesFall);

    /// <summary>Every combination of the values, with every seed.</summary>
    /// <param name="command">The words of the command line.</param>
    /// <param name="values">The values of each axis that has some.</param>
    /// <param name="start">The options that a model's runs begin with; null for the model of all runs.</param>
    /// <param name="others">Applies all other options.</param>
    /// <param name="epochsGiven">Whether the epochs are among them.</param>
    /// <param name="schedulesGiven">Whether a schedule of the learning rates is.</param>
    /// <param name="seeds">Runs of each combination: with the seed of the options, the next one, and so on.</param>
    /// <param name="parallel">Runs at a time.</param>
    /// <exception cref="InputException">A value is unknown, the runs cannot be compared, or nothing is left to train.</exception>
    public static ComparisonPlan Create(
        IReadOnlyList<string> command, IReadOnlyList<(ComparisonAxis Axis, IReadOnlyList<string> Values)> values,
        Func<string?, TrainingOptions> start, Func<TrainingOptions, TrainingOptions> others, bool epochsGiven, bool schedulesGiven,
        int seeds, int parallel)
    {
        TrainingOptions[] all = [.. Every(values, start).Select(others).Distinct()];
        if (all[0] is { Steps: 0, Budget: 0 } && !epochsGiven)
            throw new InputException(
                "Every combination is trained within the same budget: give --budget 3m (time of training steps) or --steps N.");
        if (all.Select(options => options.Data).Distinct().Count() > 1)
            throw new InputException(
                $"{string.Join(", ", all.DistinctBy(o => o.Data).Select(o => $"{o.Model} learns {o.Data}"))}, and scores of different data "
                + "cannot be compared; give --data.");
        string[] makes = [.. all.Select(options => options.FindModel()).Where(model => model.MakesImages)
            .DistinctBy(model => model.Makes).Select(model => $"{model.Name} makes {model.Makes}")];
        if (makes.Length > 1)
            throw new InputException($"{string.Join(", ", makes)}, and their scores cannot be compared; compare them apart.");
        if (!epochsGiven)
        {
            if (schedulesGiven && Array.Find(all, o => o is { RatesFall: true, Steps: 0 }) is { } falling)
                throw new InputException(
                    $"--schedule {(RateSchedule.Falls(falling.Schedule) ? falling.Schedule : "of a player")} falls over the epochs, and a "
                    + "time has no number of them; give --steps or --epochs too, or --schedule constant.");
            all = [.. all.Select(options => options with { Epochs = NoEpochLimit })];
        }

        ComparisonAxis[] axes = [.. ComparisonAxis.All.Where(axis => all.Select(axis.Of).Distinct().Count() > 1)];
        if (axes.Length == 0)
            axes = [ComparisonAxis.All[0]];

        var kept = new List<Combination>();
        var leftOut = new List<RefusedCombination>();
        var opened = new Dictionary<string, (string? Reason, int Samples)>();
        foreach (TrainingOptions options in all)
        {
            string[] of = [.. axes.Select(axis => axis.Of(options))];
            if (Refusal(options, opened) is string reason)
                leftOut.Add(new RefusedCombination(of, reason));
            else
                kept.Add(new Combination(
                    of,
                    [
                        .. Enumerable.Range(0, seeds).Select(i => PlannedRun.Of(
                            of, WithSeed(WithLength(options, epochsGiven, opened[options.Model].Samples), i)))]));
        }

        return kept.Count > 0
            ? new ComparisonPlan(command, [.. axes.Select(axis => axis.Name)], parallel, kept, leftOut)
            : throw new InputException($"No combination is left to train: {leftOut[0].Reason}");
    }

    private static IEnumerable<TrainingOptions> Every(
        IReadOnlyList<(ComparisonAxis Axis, IReadOnlyList<string> Values)> values, Func<string?, TrainingOptions> start)
    {
        string modelAxis = ComparisonAxis.All[0].Name;
        IEnumerable<TrainingOptions> all = [start(null)];
        foreach ((ComparisonAxis axis, IReadOnlyList<string> of) in values)
            all = all.SelectMany(options => of.Select(value => axis.Name == modelAxis
                ? start(value)
                : axis.Apply(options, value)));
        return all;
    }

    /// <summary>Why it cannot be trained; null if it can. The data is opened once for each model.</summary>
    private static string? Refusal(TrainingOptions options, Dictionary<string, (string? Reason, int Samples)> byModel)
    {
        if (Sentence(() => options.Validate()) is string mistake)
            return mistake;
        if (byModel.TryGetValue(options.Model, out (string? Reason, int Samples) known))
            return known.Reason;
        int samples = 0;
        string? reason = Sentence(() => samples = TrainingData.Load(options, _ => { }).Count);
        byModel[options.Model] = (reason, samples);
        return reason;

        static string? Sentence(Action check)
        {
            try
            {
                check();
                return null;
            }
            catch (InputException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>
    /// Epochs and steps that end together. A schedule falls over the epochs that the steps are; within a time, which has no number of them,
    /// the rates of a recipe stay constant.
    /// </summary>
    private static TrainingOptions WithLength(TrainingOptions options, bool epochsGiven, int samples)
    {
        int inEpoch = options.StepsPerEpoch(samples);
        if (epochsGiven)
            return options.Steps == 0 ? options
                : options with { Steps = (int)Math.Min(options.Steps, (long)options.Epochs * inEpoch) };
        return !options.RatesFall ? options
            : options.Steps == 0 ? options.WithConstantRates()
            : options with { Epochs = Math.Min((options.Steps + inEpoch - 1) / inEpoch, NoEpochLimit) };
    }

    private static TrainingOptions WithSeed(TrainingOptions options, int number) => options with { Seed = options.Seed + (ulong)number };
}

/// <summary>A row of the table.</summary>
/// <param name="Values">One for each axis of the plan.</param>
/// <param name="Runs">One for each seed.</param>
internal sealed record Combination(IReadOnlyList<string> Values, IReadOnlyList<PlannedRun> Runs)
{
    [JsonIgnore]
    public string Name => string.Join(", ", Values);
}

/// <summary>A combination that is not trained, and the sentence that says why.</summary>
internal sealed record RefusedCombination(IReadOnlyList<string> Values, string Reason);

/// <summary>One training run.</summary>
/// <param name="Folder">Within the comparison's folder.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Options">As options.json has them.</param>
internal sealed record PlannedRun(string Folder, ulong Seed, JsonObject Options)
{
    public static PlannedRun Of(IEnumerable<string> values, TrainingOptions options)
    {
        // A colon is not allowed in file names of Windows.
        string folder = string.Join("-", values).Replace(':', '=');
        return new(
            FormattableString.Invariant($"{folder}-seed{options.Seed}"), options.Seed, JsonNode.Parse(options.ToJson())!.AsObject());
    }

    /// <exception cref="InputException">The plan was edited, and an option in it cannot be trained with.</exception>
    public TrainingOptions ReadOptions() => TrainingOptions.FromJson(Options.ToJsonString(), $"plan.json, {Folder}").Validate();
}
