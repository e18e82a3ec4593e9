using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data.Tables;

/// <summary>
/// What a column holds. Found: numbers if all its values are numeric, and not all whole with at most 20 different ones; else categories; a
/// text with more than 100 different values, such as a name, is left out. <c>--column-kinds</c> overrides this for the columns it names.
/// </summary>
internal sealed class ColumnKinds
{
    /// <summary>Nothing overridden.</summary>
    public const string Found = "found";

    /// <summary>For the help.</summary>
    public const string Choices = "number, category or skip";

    /// <summary>More different whole numbers than this are numbers; more different texts than this are left out.</summary>
    public const int MostWhole = 20, MostTexts = 100;

    private readonly Dictionary<string, ColumnKind> given = [];

    private ColumnKinds()
    {
    }

    /// <summary>The columns that it names.</summary>
    public IEnumerable<string> Names => given.Keys;

    /// <summary>What it says of a column; null if nothing.</summary>
    public ColumnKind? Of(string column) => given.TryGetValue(column, out ColumnKind kind) ? kind : null;

    /// <param name="text"><see cref="Found"/>, or NAME=KIND, separated by commas.</param>
    /// <exception cref="InputException">Not of this form.</exception>
    public static ColumnKinds Parse(string text)
    {
        var kinds = new ColumnKinds();
        if (text == Found)
            return kinds;
        foreach (string part in text.Split(','))
        {
            int at = part.LastIndexOf('=');
            if (at < 1 || !Enum.TryParse(part[(at + 1)..].Trim(), ignoreCase: true, out ColumnKind kind)
                || !kinds.given.TryAdd(part[..at].Trim(), kind))
                throw new InputException(
                    $"--column-kinds: expected NAME=KIND of different columns, with {Choices} as the kind, got '{part}'.");
        }

        return kinds;
    }
}

/// <summary>What a column holds.</summary>
internal enum ColumnKind
{
    Number,
    Category,

    /// <summary>Nothing to learn: it is left out.</summary>
    Skip,
}
