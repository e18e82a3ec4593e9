using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Comparing;

/// <summary>What became of a run of a comparison.</summary>
/// <param name="Folder">Within the comparison's folder.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Steps">In the log.</param>
/// <param name="SecondsPerStep">Mean over the steps that the log has; null if it has none.</param>
/// <param name="Failure">The sentence about a loss that is not finite; null for a run that reached its end.</param>
/// <param name="Scores">By <see cref="Measure.Field"/>; null where a score cannot be computed. None of a failed run.</param>
/// <param name="Real">The same scores of real samples.</param>
internal sealed record RunResult(
    string Folder, ulong Seed, long Steps, double? SecondsPerStep, string? Failure, IReadOnlyDictionary<string, double?> Scores,
    IReadOnlyDictionary<string, double?> Real)
{
    /// <param name="run">The plan of the run.</param>
    /// <param name="folder">Where it was trained.</param>
    /// <param name="batch">Samples per step.</param>
    /// <param name="failure">Why it did not reach its end.</param>
    /// <param name="sheet">Null without scores.</param>
    public static RunResult Of(PlannedRun run, RunFolder folder, int batch, string? failure, ScoreSheet? sheet)
    {
        List<LogRow> log = File.Exists(folder.LogFile) ? TrainingLog.Read(folder.LogFile) : [];
        double seconds = log.Sum(row => row.Seconds), samples = log.Sum(row => row.Seconds * row.ImagesPerSecond);
        return new RunResult(
            run.Folder, run.Seed, log.Count > 0 ? log[^1].Step : 0, samples > 0 ? seconds * batch / samples : null, failure,
            Fields(sheet, score => score.Value), Fields(sheet, score => score.Real));
    }

    /// <summary>With as many digits as scores.json has.</summary>
    private static Dictionary<string, double?> Fields(ScoreSheet? sheet, Func<Score, double> of) => (sheet?.Scores ?? []).ToDictionary(
        score => score.Measure.Field, score => double.IsFinite(of(score)) ? Math.Round(of(score), 6) : (double?)null);
}
