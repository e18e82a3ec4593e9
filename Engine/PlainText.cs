using System.Globalization;
using System.Text;

namespace GanFromScratch.Engine;

/// <summary>
/// Text for a terminal. Names and values from files may contain anything: a line break that forges a second message, an escape sequence
/// that clears the screen, a mark that reverses the reading direction, a megabyte of letters.
/// </summary>
public static class PlainText
{
    /// <summary>The maximum length of a message, in characters.</summary>
    public const int MostCharacters = 399;

    /// <summary>The beginning that is kept of a message that is too long; its end says what to do, so it is kept too.</summary>
    private const int BeginningKept = 220;

    private const string Cut = " … ";

    /// <summary>One line: characters that are invisible, or that move others, become escapes (\n, \t, \u001B).</summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!NeedsEscape(text))
            return text;
        var line = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                line.Append(text, i++, 2);
            else if (IsShown(text[i]))
                line.Append(text[i]);
            else
                line.Append(text[i] switch { '\n' => @"\n", '\r' => @"\r", '\t' => @"\t", var other => $@"\u{(int)other:X4}" });
        }

        return line.ToString();
    }

    /// <summary>As <see cref="Line"/>, and at most <see cref="MostCharacters"/>: the middle of a longer text is omitted.</summary>
    public static string Sentence(string text)
    {
        // Escapes only lengthen a text, so a text that is far too long is not processed whole.
        string line = Line(text.Length > 4 * MostCharacters ? text[..(2 * MostCharacters)] + text[^(2 * MostCharacters)..] : text);
        return line.Length <= MostCharacters
            ? line
            : Whole(line[..BeginningKept]) + Cut + Whole(line[^(MostCharacters - BeginningKept - Cut.Length)..]);
    }

    /// <summary>What a sentence quotes of a file or a command line: as <see cref="Line"/>, and no more than 80 characters.</summary>
    public static string Short(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const int Most = 80;
        string line = Line(text.Length > Most ? text[..Most] : text);
        return line.Length <= Most && text.Length <= Most ? line : Whole(line[..Math.Min(Most, line.Length)]) + "…";
    }

    // Do not split a surrogate pair at the edge of a cut.
    private static string Whole(string part) => part.Trim().TrimStart(Halves).TrimEnd(Halves);

    private static readonly char[] Halves = [.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)];

    private static bool NeedsEscape(string text)
    {
        foreach (char c in text)
        {
            if (!IsShown(c))
                return true;
        }

        return false;
    }

    private static bool IsShown(char c) =>
        c is >= ' ' and <= '~'
        || char.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator);
}
