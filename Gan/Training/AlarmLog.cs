using System.Globalization;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>alarms.txt: a line an alarm, the epoch, a tab, the sentence; no file where there were none. A resumed run forgets those after its checkpoint.</summary>
public sealed class AlarmLog
{
    private const long MaximumBytes = 1 << 24;

    private readonly RunFolder folder;
    private readonly List<(int Epoch, string Sentence)> alarms;

    /// <param name="epochs">Epochs finished: later alarms are forgotten.</param>
    public AlarmLog(RunFolder folder, int epochs)
    {
        this.folder = folder;
        alarms = [.. Read(folder).Where(alarm => alarm.Epoch <= epochs)];
    }

    /// <summary>The alarms of a run. Lines of another form, written by hand perhaps, are none.</summary>
    public static IReadOnlyList<(int Epoch, string Sentence)> Read(RunFolder folder)
    {
        if (!File.Exists(folder.AlarmsFile))
            return [];
        var found = new List<(int, string)>();
        foreach (string line in System.Text.Encoding.UTF8.GetString(InputFile.ReadAllBytes(folder.AlarmsFile, MaximumBytes)).Split('\n'))
        {
            string[] parts = line.Split('\t', 2);
            if (parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out int epoch))
                found.Add((epoch, parts[1]));
        }

        return found;
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
