using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// A display that may fail without harm: when its console cannot be written any more (standard output is a file on a full disk, say), it is
/// given up and the run goes on. Notes cannot command the terminal, whatever file they quote.
/// </summary>
public sealed class SafeDisplay(ITrainingDisplay display) : ITrainingDisplay
{
    /// <summary>Whether the display was given up.</summary>
    public bool HasFailed { get; private set; }

    public void Note(string line) => Try(() => display.Note(PlainText.Line(line)));

    public void Begin(TrainingOptions options, long first, long total) => Try(() => display.Begin(options, first, total));

    public void Update(TrainingProgress progress) => Try(() => display.Update(progress));

    public void EpochEnded(LogRow row) => Try(() => display.EpochEnded(row));

    public void End() => Try(display.End);

    private void Try(Action show)
    {
        if (HasFailed)
            return;
        try
        {
            show();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            HasFailed = true;
        }
    }
}
