using System.CommandLine;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// <c>--page FILE</c>: a table in a Markdown page, below a comment with the command that makes it, for example <c>&lt;!-- score --run
/// runs/a --run runs/b --></c>. The same command with <c>--page</c> replaces the table; so a page says where its figures are from, and they
/// can be made again.
/// </summary>
internal sealed class PageTable
{
    /// <summary>The option.</summary>
    public static readonly Option<string> Page = new("--page")
    {
        Description = "Write the table into this Markdown page too, below its line <!-- COMMAND -->, with this command without --page; a "
            + "table that stands there is replaced",
        HelpName = "FILE.md",
    };

    private const long MaximumBytes = 1L << 24;

    private readonly string path;
    private readonly List<string> lines;
    private readonly int comment;

    private PageTable(string path, List<string> lines, int comment)
    {
        (this.path, this.lines, this.comment) = (path, lines, comment);
    }

    /// <summary>The place for the table of a command; null if no page is asked for.</summary>
    /// <exception cref="InputException">There is no such page, or no such comment in it.</exception>
    public static PageTable? Of(ParseResult parsed)
    {
        if (OutputPath.Of(parsed, Page)[0] is not string path)
            return null;
        List<string> words = [.. parsed.Tokens.Select(token => token.Value)];
        int option = words.IndexOf(Page.Name);
        words.RemoveRange(option, 2);
        string wanted = $"<!-- {ShellWords.Join(words)} -->";
        List<string> lines = [.. Encoding.UTF8.GetString(InputFile.ReadAllBytes(path, MaximumBytes)).Split('\n')];
        int comment = lines.FindIndex(line => line.Trim() == wanted);
        return comment >= 0
            ? new PageTable(path, lines, comment)
            : throw new InputException($"--page {path}: there is no line {wanted}; put it where the table shall stand.");
    }

    /// <summary>Writes the page with the new table.</summary>
    public void Write(TextTable table)
    {
        int first = comment + 1, last = first;
        while (last < lines.Count && lines[last].StartsWith('|'))
            last++;
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', [
            .. lines[..first], .. table.ToMarkdown().Split('\n'),
            .. last < lines.Count && lines[last].Trim().Length > 0 ? new[] { "" } : [],
            .. lines[last..],
        ]));
        AtomicFile.Write(path, stream => stream.Write(text));
    }
}
