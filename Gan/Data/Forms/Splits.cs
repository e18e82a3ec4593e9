using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>The parts that people keep data in: to train with, to test with, and to validate with. Their names are no classes.</summary>
internal static class Splits
{
    /// <summary>The value of <c>--split</c> that leaves the choice to the program.</summary>
    public const string Auto = "auto";

    private static readonly string[][] Kinds =
        [["train", "training"], ["test", "testing", "t10k"], ["val", "valid", "validation"]];

    private static readonly char[] Separators = ['-', '_', '.', ' '];

    /// <summary>Whether a name is that of a split, in small letters or capitals.</summary>
    public static bool IsName(string name) => KindOf(name) >= 0;

    /// <summary>The name of a split that a file's name has as one of its words: "train" in "train-00000-of-00002.parquet".</summary>
    public static string? In(string file) => file.Split(Separators).FirstOrDefault(IsName);

    /// <summary>The split that a part of the data is.</summary>
    /// <param name="data">What the user calls the data.</param>
    /// <param name="names">Of the splits that there are; none: the data is whole.</param>
    /// <param name="asked">The user's choice, or <see cref="Auto"/>.</param>
    /// <returns>One of the names; null for whole data.</returns>
    /// <exception cref="InputException">There is no such split, or none to train with.</exception>
    public static string? Choose(string data, IReadOnlyList<string> names, DatasetPart part, string asked)
    {
        if (names.Count == 0)
            return asked == Auto ? null : throw new InputException($"--split {asked}: {data} has no splits; leave it out.");
        string? training = asked == Auto
            ? names.FirstOrDefault(name => KindOf(name) == 0)
            : names.FirstOrDefault(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase))
                ?? names.FirstOrDefault(name => KindOf(asked) >= 0 && KindOf(name) == KindOf(asked)) ?? throw new InputException(
                    $"--split {asked}: {data} has the splits {string.Join(", ", names)}; choose one of them.");
        if (part == DatasetPart.Train)
            return training ?? throw new InputException(
                $"{data} has no split called train, only {string.Join(", ", names)}; choose one to train with by --split.");
        return names.Where(name => name != training).OrderBy(name => KindOf(name) switch { 1 => 0, 2 => 1, _ => 2 }).FirstOrDefault()
            ?? training;
    }

    private static int KindOf(string name) =>
        Array.FindIndex(Kinds, names => names.Contains(name, StringComparer.OrdinalIgnoreCase));
}
