using System.Globalization;
using System.Text.RegularExpressions;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>Idx files of images whose names differ in the split only: "emnist-letters-train-images-idx3-ubyte" and "…-test-…".</summary>
/// <param name="Place">The path that names the set: its folder, or folder and beginning of its files' names.</param>
/// <param name="Files">The file of images of each split; the split is empty for a file without one in its name.</param>
internal sealed partial record IdxSet(string Place, IReadOnlyDictionary<string, string> Files)
{
    private const string Emnist = "emnist";

    /// <summary>Whether its pictures are stored with rows and columns exchanged, as those of EMNIST are.</summary>
    public bool IsTransposed => Path.GetFileName(Place).StartsWith(Emnist, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The sets that a folder holds: in itself, in raw or gzip within it, or, as torchvision lays out its root, in raw within each of its
    /// folders.
    /// </summary>
    public static IReadOnlyList<IdxSet> In(string folder)
    {
        IdxSet[] here = [.. Inside(folder)];
        return here.Length > 0 ? here : [.. DataPath.FoldersIn(folder).SelectMany(Inside)];

        static IEnumerable<IdxSet> Inside(string folder) =>
            new[] { "", "raw", "gzip" }.SelectMany(sub => Lying(Path.Combine(folder, sub), folder));
    }

    /// <summary>The set whose files' names begin as a path does that is neither a file nor a folder; null without.</summary>
    public static IdxSet? Named(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            return null;
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full) ?? full;
        return Lying(folder, folder).FirstOrDefault(set => Path.GetFullPath(set.Place) == full);
    }

    /// <summary>
    /// The name of each label, from a file "…-mapping.txt" with a line for each: itself, and the codes of the letters that it stands for.
    /// Null without the file.
    /// </summary>
    public IReadOnlyDictionary<int, string>? Mapping()
    {
        string path = Place + "-mapping.txt";
        if (!File.Exists(path))
            return null;
        var names = new Dictionary<int, string>();
        foreach (string line in System.Text.Encoding.ASCII.GetString(InputFile.ReadAllBytes(path, 1 << 16)).Split('\n'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0)
                continue;
            int[] numbers = Array.ConvertAll(
                words, word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1);
            if (numbers.Length < 2 || Array.Exists(numbers, number => number is < 0 or > 255))
                throw new InputException(
                    $"Cannot read {path}: expected a label and codes of letters in each line, got '{PlainText.Short(line)}'; correct or "
                    + "delete the file.");
            names[numbers[0]] = $"{(char)numbers[1]}";
        }

        return names;
    }

    private static IEnumerable<IdxSet> Lying(string folder, string called)
    {
        var sets = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (string file in DataPath.FilesIn(folder, file => Name().IsMatch(Path.GetFileName(file))))
        {
            string stem = Name().Match(Path.GetFileName(file)).Groups[1].Value;
            string split = Splits.In(stem) is string word && stem.EndsWith(word, StringComparison.Ordinal) ? word : "";
            string prefix = split.Length > 0 ? stem[..^split.Length].TrimEnd('-', '_') : stem;
            if (!sets.TryGetValue(prefix, out Dictionary<string, string>? files))
                sets.Add(prefix, files = []);
            files.TryAdd(split, file);
        }

        return sets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => new IdxSet(
            set.Key.Length > 0 ? Path.Combine(folder, set.Key) : called, set.Value));
    }

    // Images only; with a hyphen or, as some archives unpack them, a dot before "idx".
    [GeneratedRegex(@"^(.*?)[-_]?images[-.]idx[34]-ubyte(\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
