using Spectre.Console;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// A live display in a terminal: a progress bar with the remaining time, and the GAN's metrics for the current epoch and the last few
/// before it. Fits into 80 columns.
/// </summary>
public sealed class TerminalDisplay(IAnsiConsole console) : ITrainingDisplay
{
    private const int RowsShown = 8, BarWidth = 50, RepaintInterval = 1000;

    // The displayed state: written by the training thread and read by the painting thread, both under the lock.
    private readonly object gate = new();
    private readonly List<LogRow> rows = [];
    private TrainingProgress progress;
    private int epochs;
    private readonly Queue<string> notes = new();
    private bool changed, ended;

    private Thread? painter;

    /// <summary>Unchanged, without Spectre's line breaks, so that a path can be copied whole.</summary>
    public void Note(string line)
    {
        lock (gate)
        {
            if (painter == null || ended)
            {
                console.Profile.Out.Writer.WriteLine(line);
                return;
            }

            // The table occupies the place of the line; the painting thread can print the line above it.
            notes.Enqueue(line);
            WakePainter();
        }
    }

    public void Begin(TrainingOptions options, long first, long total)
    {
        epochs = options.Epochs;
        progress = progress with { Step = first, Total = total };

        // Spectre's live region blocks its caller for its whole lifetime, so it runs on its own thread, which paints only on request.
        painter = new Thread(Paint) { IsBackground = true, Name = "display" };
        painter.Start();
    }

    public void Update(TrainingProgress progress)
    {
        lock (gate)
        {
            this.progress = progress;
            WakePainter();
        }
    }

    public void EpochEnded(LogRow row)
    {
        lock (gate)
        {
            rows.Add(row);
            if (row.Scores != null)
                notes.Enqueue($"epoch {row.Epoch}: {row.Scores}");
            progress = progress with { Step = row.Step, Epoch = 0 };
            WakePainter();
        }
    }

    public void End()
    {
        lock (gate)
        {
            ended = true;
            WakePainter();
        }

        painter?.Join();
    }

    private void WakePainter()
    {
        changed = true;
        Monitor.Pulse(gate);
    }

    private void Paint()
    {
        try
        {
            console.Live(Draw(out _)).Start(context =>
            {
                for (bool last = false; !last;)
                {
                    string[] lines;
                    lock (gate)
                    {
                        if (!changed)
                            Monitor.Wait(gate, RepaintInterval);
                        changed = false;
                        lines = [.. notes];
                        notes.Clear();
                    }

                    foreach (string line in lines)
                        console.WriteLine(line);
                    context.UpdateTarget(Draw(out last));
                }
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The terminal was closed. The run goes on, or is being stopped by the signal that comes with it.
        }
    }

    private Rows Draw(out bool last)
    {
        lock (gate)
        {
            last = ended;
            var table = new Table().Border(TableBorder.Rounded);
            foreach (string heading in new[] { "epoch", "loss D", "loss G", "D(x)", "D(G(z))", "D right", "samples/s" })
                table.AddColumn(new TableColumn(heading).RightAligned());
            foreach (LogRow row in rows.TakeLast(RowsShown))
                Add(
                    table, $"{row.Epoch}", new StepMetrics(row.DiscriminatorLoss, row.GeneratorLoss, row.OnReal, row.OnFake, row.Accuracy),
                    row.ImagesPerSecond);
            if (progress.Epoch > 0)
                Add(table, $"[yellow]{progress.Epoch}[/]", progress.Metrics, progress.ImagesPerSecond);
            return new Rows(table, Bar(), Position(last));
        }
    }

    private static void Add(Table table, string epoch, StepMetrics metrics, double imagesPerSecond) => table.AddRow(
        epoch,
        FormattableString.Invariant($"{metrics.DiscriminatorLoss:0.000}"),
        FormattableString.Invariant($"{metrics.GeneratorLoss:0.000}"),
        FormattableString.Invariant($"{metrics.OnReal:0.00}"),
        FormattableString.Invariant($"{metrics.OnFake:0.00}"),
        FormattableString.Invariant($"{metrics.Accuracy:0%}"),
        FormattableString.Invariant($"{imagesPerSecond:N0}"));

    private Markup Bar()
    {
        double share = progress.Total == 0 ? 0 : (double)progress.Step / progress.Total;
        int filled = (int)(share * BarWidth);
        return new Markup($"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {share,4:0%}  {TimeLeft()}");
    }

    private Markup Position(bool last)
    {
        int epoch = progress.Epoch > 0 ? progress.Epoch : rows.Count > 0 ? (int)rows[^1].Epoch : 1;
        string hint = last ? "" : "   [grey]Ctrl+C saves and stops[/]";
        return new Markup($"epoch {epoch} of {epochs}, step {progress.Step:N0} of {progress.Total:N0}{hint}");
    }

    private string TimeLeft()
    {
        TimeSpan left = progress.Remaining;
        return progress.Step >= progress.Total || left <= TimeSpan.Zero ? ""
            : left.TotalHours < 1 ? $"{left:m\\:ss} left"
            : left.TotalDays < 1 ? $"{left:h\\:mm\\:ss} left"
            : $"{left.TotalDays:0.0} days left";
    }
}
