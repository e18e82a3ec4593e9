using System.Text;

namespace GanFromScratch.Gan.Output;

/// <summary>Words of a command line for a POSIX shell, safe to paste: nothing in a path is expanded or run.</summary>
internal static class ShellWords
{
    private const string NeedNoQuotes = "-_./:,+=@%";

    /// <summary>Words with spaces between them.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(" ", words.Select(Quote));

    /// <summary>A path as one types it; one that begins with a hyphen is written so that it is not taken for an option.</summary>
    public static string QuotePath(string path) => Quote(path.StartsWith('-') ? $"./{path}" : path);

    /// <summary>
    /// A word as it is, or in single quotes, within which a shell expands nothing; a control character makes it $'…', in which that is an
    /// escape.
    /// </summary>
    public static string Quote(string word)
    {
        if (
            word.Length > 0
                && word.All(letter => char.IsAsciiLetterOrDigit(letter) || NeedNoQuotes.Contains(letter, StringComparison.Ordinal)))
            return word;
        if (!word.Any(char.IsControl))
            return OperatingSystem.IsWindows() ? $"\"{word}\"" : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
        var quoted = new StringBuilder("$'");
        foreach (char letter in word)
        {
            if (letter is '\'' or '\\')
                quoted.Append('\\').Append(letter);
            else if (char.IsControl(letter))
                quoted.Append($@"\u{(int)letter:X4}");
            else
                quoted.Append(letter);
        }

        return quoted.Append('\'').ToString();
    }
}
