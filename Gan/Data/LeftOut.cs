using System.Globalization;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data;

/// <summary>What <c>--without</c> names: classes that are left out of labelled data.</summary>
public static class LeftOut
{
    /// <summary>Leaves out nothing.</summary>
    public const string None = "none";

    /// <summary>The single words of a list; empty for <see cref="None"/>.</summary>
    /// <exception cref="InputException">A word is empty.</exception>
    public static string[] Split(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list == None)
            return [];
        string[] words = list.Split(',', StringSplitOptions.TrimEntries);
        return words.Contains("")
            ? throw new InputException($"--without: expected classes by number or name, separated by commas, or {None}, got '{list}'.")
            : words;
    }

    /// <summary>The classes that a list names.</summary>
    /// <param name="data">What errors call the data.</param>
    /// <param name="labels">Of the data; null if it has none.</param>
    /// <param name="names">A name for each class, or null.</param>
    /// <exception cref="InputException">The data has no labels, or no samples of a class.</exception>
    public static IReadOnlySet<int> Classes(string list, string data, int[]? labels, IReadOnlyList<string>? names)
    {
        string[] words = Split(list);
        if (words.Length == 0)
            return new HashSet<int>();
        int[] present = Present(data, labels);
        return words.Select(Class).ToHashSet();

        int Class(string word)
        {
            int named = names?.ToList().FindIndex(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? -1;
            if (named < 0 && !int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out named))
                named = -1;
            return Array.BinarySearch(present, named) >= 0 ? named : throw new InputException(
                $"--without: --data {data} has no class '{word}'; expected {string.Join(", ", present.Select(Describe))}.");
        }

        string Describe(int c) => names == null ? $"{c}" : $"{c} ({names[c]})";
    }

    /// <summary>The classes that the data has samples of, in order.</summary>
    /// <exception cref="InputException">The data has no labels.</exception>
    public static int[] Present(string data, int[]? labels) => labels != null ? [.. labels.Distinct().Order()] : throw new InputException(
        $"Classes to leave out need labels, and --data {data} has none; give idx labels beside idx images, a CSV with a column 'label', or "
        + "a folder with a sub-folder for each class.");

    /// <summary>The indices of the samples that are not left out.</summary>
    /// <exception cref="InputException">As <see cref="Classes"/>, or nothing is left.</exception>
    public static int[] Others(string list, string data, int[]? labels, IReadOnlyList<string>? names)
    {
        IReadOnlySet<int> left = Classes(list, data, labels, names);
        int[] others = [.. Enumerable.Range(0, labels!.Length).Where(i => !left.Contains(labels[i]))];
        return others.Length > 0
            ? others
            : throw new InputException($"--without {list} leaves out all classes of --data {data}; leave out fewer.");
    }
}
