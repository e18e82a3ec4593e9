using System.Text;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>history.txt: a line for each change with which a run went on; no file for a run that is as it was begun.</summary>
internal static class RunHistory
{
    private const long MaximumBytes = 1 << 24;

    /// <summary>The lines; none without the file.</summary>
    public static IReadOnlyList<string> Lines(RunFolder folder) => File.Exists(folder.HistoryFile)
        ? Encoding.UTF8.GetString(InputFile.ReadAllBytes(folder.HistoryFile, MaximumBytes))
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [];

    /// <summary>Adds a line for each change.</summary>
    /// <param name="folder">Of the run.</param>
    /// <param name="step">Steps done before.</param>
    /// <param name="changes">A few words each.</param>
    public static void Add(RunFolder folder, long step, IReadOnlyCollection<string> changes)
    {
        if (changes.Count == 0)
            return;
        IEnumerable<string> lines = Lines(folder)
            .Concat(changes.Select(change => FormattableString.Invariant($"step {step:N0}: {change}")));
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        AtomicFile.Write(folder.HistoryFile, stream => stream.Write(text));
    }
}
