using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// A display whose failure does not end the run: if its console can no longer be written (for example, standard output is a file on a full
/// disk), it is abandoned and the run continues. Control characters in notes are neutralised, so that quoted file names cannot control the
/// terminal.
/// </summary>
public sealed class SafeDisplay(ITrainingDisplay display) : ITrainingDisplay
{
    /// <summary>Whether the display was abandoned.</summary>
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
