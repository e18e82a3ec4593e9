namespace GanFromScratch.Gan.Output;

/// <summary>A table of words, for a terminal or for a Markdown page.</summary>
/// <param name="Headings">Of the columns.</param>
/// <param name="Rows">As many cells each.</param>
/// <param name="Names">How many of the first columns are names; a terminal has them flush left, and the figures flush right.</param>
internal sealed record TextTable(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows, int Names = 1)
{
    private const string Gap = "  ";

    /// <summary>Lines without a line break at the end.</summary>
    public string ToText()
    {
        int[] widths = [.. Headings.Select((heading, c) => Rows.Select(row => row[c].Length).Append(heading.Length).Max())];
        return string.Join('\n', Rows.Prepend(Headings).Select(row => string.Join(
            Gap, row.Select((cell, c) => c < Names ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd()));
    }

    /// <summary>The same; a vertical bar within a cell is escaped.</summary>
    public string ToMarkdown()
    {
        return string.Join('\n', [Line(Headings), string.Concat(Headings.Select(_ => "|---")) + "|", .. Rows.Select(Line)]);

        static string Line(IReadOnlyList<string> cells) =>
            $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
    }
}
