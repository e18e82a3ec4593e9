using System.Globalization;
using System.Text;

namespace GanFromScratch.Engine;

/// <summary>
/// Text for a terminal. Names and values from files may hold anything: a line break that forges a second message, an escape sequence that
/// clears the screen, a mark that turns the reading direction, a megabyte of letters.
/// </summary>
public static class PlainText
{
    /// <summary>Characters of a message at most.</summary>
    public const int MostCharacters = 399;

    /// <summary>The beginning of a message that is too long; its end says what to do, so that stays too.</summary>
    private const int BeginningKept = 220;

    private const string Cut = " … ";

    /// <summary>One line: characters that are not shown, or that move others, as escapes (\n, \t, \u001B).</summary>
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

    /// <summary>As <see cref="Line"/>, and at most <see cref="MostCharacters"/>: the middle of what is longer is left out.</summary>
    public static string Sentence(string text)
    {
        // Escapes make a text longer, never shorter: what is far too long need not be looked at whole.
        string line = Line(text.Length > 4 * MostCharacters ? text[..(2 * MostCharacters)] + text[^(2 * MostCharacters)..] : text);
        return line.Length <= MostCharacters
            ? line
            : Whole(line[..BeginningKept]) + Cut + Whole(line[^(MostCharacters - BeginningKept - Cut.Length)..]);
    }

    // No half of a character at the edge of a cut.
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
