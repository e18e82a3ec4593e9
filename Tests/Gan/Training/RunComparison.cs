using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>Runs of a small job, and what must be equal however it was done.</summary>
internal static class RunComparison
{
    /// <summary>toy2d, a few epochs of 39 steps, each with a checkpoint and a picture.</summary>
    public static TrainingOptions Options { get; } = TrainerBench.Options("toy2d") with
    {
        Batch = 256, Epochs = 5, SampleCount = 50, CheckpointEvery = 1, SampleEvery = 1,
    };

    /// <summary>The last checkpoint, the pictures, and the log without its times.</summary>
    public static void SameResults(string expected, string actual)
    {
        string[] names = Files(expected);
        Assert.That(Files(actual), Is.EqualTo(names));
        foreach (string name in names.Append(Path.GetRelativePath(expected, LastCheckpoint(expected))))
            Assert.That(File.ReadAllBytes(Path.Combine(actual, name)), Is.EqualTo(File.ReadAllBytes(Path.Combine(expected, name))), name);
        Assert.That(Path.GetFileName(LastCheckpoint(actual)), Is.EqualTo(Path.GetFileName(LastCheckpoint(expected))));
        Assert.That(Log(actual), Is.EqualTo(Log(expected)));
    }

    public static string LastCheckpoint(string run) => RunFolder.Open(run).CheckpointFiles()[0];

    public static IEnumerable<LogRow> Log(string run) =>
        TrainingLog.Read(Path.Combine(run, "log.csv")).Select(r => r with { ImagesPerSecond = 0, Seconds = 0 });

    private static string[] Files(string run) =>
        [.. Directory.EnumerateFiles(Path.Combine(run, "samples")).Select(f => Path.GetRelativePath(run, f)).Order(StringComparer.Ordinal)];
}

/// <summary>Remembers what a run shows, and can ask it to stop at a chosen moment.</summary>
internal sealed class WatchingDisplay(Action<WatchingDisplay>? onUpdate = null, Action<WatchingDisplay>? onEpoch = null) : ITrainingDisplay
{
    public CancellationTokenSource Stop { get; } = new();

    public List<string> Notes { get; } = [];

    public List<LogRow> Rows { get; } = [];

    public bool Ended { get; private set; }

    /// <summary>The first update of an epoch comes right after its first step.</summary>
    public TrainingProgress Progress { get; private set; }

    public void Note(string line) => Notes.Add(line);

    public void Begin(TrainingOptions options, long first, long total) => Progress = default;

    public void Update(TrainingProgress progress)
    {
        Progress = progress;
        onUpdate?.Invoke(this);
    }

    public void EpochEnded(LogRow row)
    {
        Rows.Add(row);
        onEpoch?.Invoke(this);
    }

    public void End() => Ended = true;
}
