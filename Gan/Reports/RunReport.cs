using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Reports;

/// <summary>The contents of a report, read from the run's folder. It changes nothing there and needs neither data nor weights.</summary>
internal sealed class RunReport
{
    /// <summary>A prefix that such a line may have; it is redundant under the heading.</summary>
    private const string AlarmPrefix = "Alarm: ";

    private readonly bool timeIsUp;

    private RunReport(RunFolder folder)
    {
        Folder = folder.Path;
        Options = folder.ReadOptions();
        Model = Options.FindModel();
        Log = LogTable.Read(folder.LogFile);
        timeIsUp = Options.Budget > 0
            && folder.CheckpointFiles() is [string newest, ..] && Checkpoint.SecondsWithin(newest) >= Options.Budget;
        Pictures = RunPictures.Find(folder, Model.Format, Finished);
        Alarms = [
            .. Log.Remarks.Select(remark => $"Epoch {Html.Number(remark.Epoch)}: {remark.Words}"), .. AlarmLog.Lines(folder).Select(Words)];
        Scores = ScoreTable.Read(folder.ScoresFile);
    }

    public string Folder { get; }

    public TrainingOptions Options { get; }

    public GanModel Model { get; }

    public LogTable Log { get; }

    public RunPictures Pictures { get; }

    public IReadOnlyList<string> Alarms { get; }

    public IReadOnlyList<ReportedScore> Scores { get; }

    /// <summary>Epochs done at the end of the log, and a share of the next.</summary>
    public double Epochs => Log.Count == 0 ? 0 : Log[LogTable.Epoch][^1];

    /// <summary>Steps done at the end of the log.</summary>
    public double Steps => Log.Count == 0 ? 0 : Log[LogTable.Step][^1];

    /// <summary>Whether the last epoch, or the last step, that the options ask for is in the log, or the time is up.</summary>
    public bool Finished => Log.Count > 0
        && (Epochs >= Options.Epochs || (Options.Steps > 0 && Steps >= Options.Steps) || timeIsUp);

    /// <summary>
    /// Options that give the same weights again: how many steps fit into a time is another number every time, so they are named.
    /// </summary>
    public TrainingOptions Repeatable => Options.Budget > 0 && Finished ? Options with { Budget = 0, Steps = (int)Steps } : Options;

    /// <exception cref="InputException">A file in the folder is not what a run writes; the sentence names it.</exception>
    public static RunReport Read(RunFolder folder) => new(folder);

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <exception cref="InputException">A picture of the run is damaged, or the file cannot be written.</exception>
    public void Write(string path)
    {
        var page = new MemoryStream();
        Html.Write(page, ReportPage.Of(this));
        AtomicFile.Write(path, page.WriteTo);
    }

    private static string Words((int? Epoch, string Sentence) alarm) =>
        alarm.Epoch is not int epoch
            ? alarm.Sentence
            : $"Epoch {epoch}: "
                + (alarm.Sentence.StartsWith(AlarmPrefix, StringComparison.Ordinal)
                    ? alarm.Sentence[AlarmPrefix.Length..]
                    : alarm.Sentence);
}
