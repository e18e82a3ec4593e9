using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Benchmarks.Output;

/// <summary>
/// Figures in a Markdown page that only a command writes: the text between the lines <c>&lt;!-- measured: NAME --&gt;</c> and <c>&lt;!--
/// end --&gt;</c>.
/// </summary>
public static class MeasuredPage
{
    private const string End = "<!-- end -->";
    private const long MostBytes = 1 << 24;

    /// <summary>Replaces the text between a page's marker lines; the rest is unchanged.</summary>
    /// <exception cref="InputException">There is no such page, or it has no such lines.</exception>
    public static void Write(string path, string name, IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (!File.Exists(path))
            throw new InputException(
                $"--page: there is no file {path}; give a Markdown page that has the lines '{Begin(name)}' and '{End}'.");
        string page = Encoding.UTF8.GetString(InputFile.ReadAllBytes(path, MostBytes));
        int begin = page.IndexOf(Begin(name), StringComparison.Ordinal), from = begin + Begin(name).Length;
        int end = begin < 0 ? -1 : page.IndexOf(End, from, StringComparison.Ordinal);
        if (end < 0)
            throw new InputException(
                $"--page: {path} has no place for the table; put the lines '{Begin(name)}' and '{End}' where it belongs.");
        byte[] bytes = Encoding.UTF8.GetBytes($"{page[..from]}\n{string.Join('\n', lines)}\n{page[end..]}");
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private static string Begin(string name) => $"<!-- measured: {name} -->";
}
