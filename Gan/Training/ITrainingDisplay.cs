namespace GanFromScratch.Gan.Training;

/// <summary>Displays a run's progress. All calls come from the training thread, between steps.</summary>
public interface ITrainingDisplay
{
    /// <summary>A line worth reading once: the device, the data, what was converted.</summary>
    void Note(string line);

    /// <summary>Called before the first step; <paramref name="first"/> differs from 0 after a resume.</summary>
    void Begin(TrainingOptions options, long first, long total);

    /// <summary>Several times a second.</summary>
    void Update(TrainingProgress progress);

    void EpochEnded(LogRow row);

    /// <summary>Called after the last step.</summary>
    void End();
}

/// <summary>A run's progress.</summary>
/// <param name="Step">Steps done in all.</param>
/// <param name="Total">Steps to do in all.</param>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Metrics">Means over the epoch so far.</param>
/// <param name="ImagesPerSecond">Over the epoch so far.</param>
/// <param name="Remaining">Time to the end at the pace since the start.</param>
public readonly record struct TrainingProgress(
    long Step, long Total, int Epoch, StepMetrics Metrics, double ImagesPerSecond, TimeSpan Remaining);
