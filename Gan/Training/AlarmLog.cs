using System.Globalization;
using System.Text;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// alarms.txt: one line per alarm with the epoch, a tab and the sentence; no file if there were no alarms. A resumed run drops the alarms
/// after its checkpoint.
/// </summary>
public sealed class AlarmLog
{
    private const long MaximumBytes = 1 << 24;

    private readonly RunFolder folder;
    private readonly List<(int Epoch, string Sentence)> alarms;

    /// <param name="epochs">Epochs finished: later alarms are dropped.</param>
    public AlarmLog(RunFolder folder, int epochs)
    {
        this.folder = folder;
        alarms = [.. Read(folder).Where(alarm => alarm.Epoch <= epochs)];
    }

    /// <summary>The alarms of a run. Lines of another form, such as handwritten ones, are ignored.</summary>
    public static IReadOnlyList<(int Epoch, string Sentence)> Read(RunFolder folder) =>
        [.. Lines(folder).Where(line => line.Epoch != null).Select(line => (line.Epoch!.Value, line.Sentence))];

    /// <summary>
    /// All lines of the file; a line that does not begin with an epoch and a tab is returned as a sentence without an epoch.
    /// </summary>
    public static IEnumerable<(int? Epoch, string Sentence)> Lines(RunFolder folder)
    {
        if (!File.Exists(folder.AlarmsFile))
            return [];
        string text = Encoding.UTF8.GetString(InputFile.ReadAllBytes(folder.AlarmsFile, MaximumBytes));
        return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line =>
            line.Split('\t', 2) is [string start, string sentence]
                && int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
                ? ((int?)epoch, sentence)
                : (null, line));
    }

    public void Add(int epoch, string sentence)
    {
        alarms.Add((epoch, sentence));
        AtomicFile.Write(folder.AlarmsFile, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach ((int at, string text) in alarms)
                writer.WriteLine(FormattableString.Invariant($"{at}\t{text}"));
        });
    }
}
