using System.Text.Json.Nodes;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Training;

/// <summary>Runs of a command that trains several: the same command goes on where it was stopped.</summary>
internal static class ContinuedRun
{
    /// <summary>Trains a run to its end, from where it stands.</summary>
    /// <returns>False if it was stopped before the end.</returns>
    /// <exception cref="InputException">The run was begun with other options, or a loss is not finite.</exception>
    public static bool Train(TrainingOptions options, string path, ITrainingDisplay display, CancellationToken stop)
    {
        using TrainingRun run = RunFolder.IsAt(path) ? GoOn(options, path, display) : TrainingRun.Start(options, path, display);
        bool finished = run.Run(stop);
        return run.Failure is string failure ? throw new InputException($"{path}: {failure}") : finished;
    }

    /// <summary>The run that was begun, if its options are still those asked for.</summary>
    private static TrainingRun GoOn(TrainingOptions options, string path, ITrainingDisplay display)
    {
        RunFolder folder = RunFolder.Open(path);
        TrainingOptions begun = folder.ReadOptions();
        options = options with { ImageSize = begun.ImageSize, Channels = begun.Channels, Classes = begun.Classes, Columns = begun.Columns };
        bool same = JsonNode.DeepEquals(RunFingerprint.Essence(options), RunFingerprint.Essence(begun))
            && (options.Epochs, options.Steps, options.Budget) == (begun.Epochs, begun.Steps, begun.Budget);
        return same
            ? TrainingRun.Resume(options, folder, display)
            : throw new InputException(
                $"{path} was begun with other options; give the same ones again (they are in its options.json), or another --out.");
    }
}
