using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Comparing;

/// <summary>What became of a run of a comparison.</summary>
/// <param name="Folder">Within the comparison's folder.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Steps">In the log.</param>
/// <param name="SecondsPerStep">Of the epoch of median speed, so that compiling in the first one does not count; null without one.</param>
/// <param name="Failure">The sentence about a loss that is not finite; null for a run that reached its end.</param>
/// <param name="Scores">By <see cref="Measure.Field"/>; null where a score cannot be computed. None of a failed run.</param>
/// <param name="Real">The same scores of real samples.</param>
/// <param name="Parameters">Of the generator; null of a failed run.</param>
/// <param name="SecondsPerSample">That the generator takes; null of a failed run.</param>
internal sealed record RunResult(
    string Folder, ulong Seed, long Steps, double? SecondsPerStep, string? Failure, IReadOnlyDictionary<string, double?> Scores,
    IReadOnlyDictionary<string, double?> Real, long? Parameters = null, double? SecondsPerSample = null)
{
    /// <param name="name">Its folder within the comparison's.</param>
    /// <param name="folder">Where it was trained.</param>
    /// <param name="options">Of the run.</param>
    /// <param name="failure">Why it did not reach its end.</param>
    /// <param name="sheet">Null without scores.</param>
    /// <param name="cost">Of its samples; null if it failed.</param>
    public static RunResult Of(
        string name, RunFolder folder, TrainingOptions options, string? failure, ScoreSheet? sheet, GeneratorCost? cost)
    {
        List<LogRow> log = File.Exists(folder.LogFile) ? TrainingLog.Read(folder.LogFile) : [];
        double[] speeds = [.. log.Select(row => row.ImagesPerSecond).Where(speed => speed > 0).Order()];
        return new RunResult(
            name, options.Seed, log.Count > 0 ? log[^1].Step : 0,
            speeds.Length > 0 ? options.Batch / speeds[speeds.Length / 2] : null, failure, Fields(sheet, score => score.Value),
            Fields(sheet, score => score.Real), cost?.Parameters, cost?.SecondsPerSample);
    }

    /// <summary>With as many digits as scores.json has.</summary>
    private static Dictionary<string, double?> Fields(ScoreSheet? sheet, Func<Score, double> of) => (sheet?.Scores ?? []).ToDictionary(
        score => score.Measure.Field, score => double.IsFinite(of(score)) ? Math.Round(of(score), 6) : (double?)null);
}
