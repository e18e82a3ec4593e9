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
        double[] speeds = [.. log.Select(row => row.ImagesPerSecond).Where(speed => speed > 0).Order()];
        return new RunResult(
            run.Folder, run.Seed, log.Count > 0 ? log[^1].Step : 0, speeds.Length > 0 ? batch / speeds[speeds.Length / 2] : null, failure,
            Fields(sheet, score => score.Value), Fields(sheet, score => score.Real));
    }

    /// <summary>With as many digits as scores.json has.</summary>
    private static Dictionary<string, double?> Fields(ScoreSheet? sheet, Func<Score, double> of) => (sheet?.Scores ?? []).ToDictionary(
        score => score.Measure.Field, score => double.IsFinite(of(score)) ? Math.Round(of(score), 6) : (double?)null);
}
