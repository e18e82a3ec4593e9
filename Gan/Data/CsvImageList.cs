using System.Globalization;
using System.Text;
using CsvHelper;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// A CSV that lists images: a column <c>filename</c> and, if classes are known, <c>label</c>, as in the "Identify the Digits" data.
/// Labels are numbers from 0 on, or names, which are then numbered in ordinal order; numbers with wide gaps are names too.
/// </summary>
public static class CsvImageList
{
    private const string FileColumn = "filename", LabelColumn = "label";
    private const string Kind = "a list of images";
    private const int HeaderBytes = 1 << 12;

    private sealed record Row(long Line, string File, string? Label);

    /// <summary>
    /// Reads the images that <paramref name="path"/> lists. They lie in the CSV's folder or, as such archives are packed, in a sub-folder
    /// named after the CSV ("train" for train.csv), train, test, images, or one of these within images.
    /// </summary>
    /// <param name="path">The CSV: UTF-8, commas, one header line.</param>
    /// <param name="target">Format to convert to, given that of the first image without alpha; null keeps that one.</param>
    /// <param name="reading">How to read the files; null for the defaults.</param>
    /// <exception cref="InputException">The CSV or an image is missing or damaged; the sentence names file and line.</exception>
    public static ImageSet Load(string path, Func<ImageFormat, ImageFormat>? target = null, ImageReading? reading = null)
    {
        List<Row> rows = CsvText.Read(path, Kind, csv => ReadRows(csv, path));
        string folder = FindFolder(path, rows[0].File);
        var files = new List<string>(rows.Count);
        foreach (Row row in rows)
        {
            string file = Path.Combine(folder, row.File);
            if (!File.Exists(file))
                throw new InputException(
                    $"{path} names {PlainText.Short(row.File)} in line {row.Line}, but there is no such file in {folder}; add the image or "
                    + "take the line out.");
            files.Add(file);
        }

        var notes = new List<string>();
        (int[]? labels, IReadOnlyList<string>? classNames) = NumberLabels(rows, path, notes);
        return new ImageFiles(path, files, reading ?? ImageReading.Default).Load(target, labels, classNames, notes);
    }

    /// <summary>Whether a file begins with a header line that has the column.</summary>
    internal static bool IsHeader(string path) =>
        Encoding.UTF8.GetString(InputFile.ReadBeginning(path, HeaderBytes)).TrimStart('\uFEFF').Split('\n')[0].Split(',', ';', '\t')
            .Any(column => column.Trim().Trim('"').Equals(FileColumn, StringComparison.OrdinalIgnoreCase));

    private static List<Row> ReadRows(CsvReader csv, string path)
    {
        string[] columns = [.. csv.Headers.Select(column => column.Trim().ToLowerInvariant())];
        if (columns.Count(column => column == FileColumn) != 1)
            throw Damaged(path,
                $"its columns are '{PlainText.Short(string.Join("', '", csv.Headers))}', expected exactly one called '{FileColumn}' "
                + "(rows of numbers and categories are for --model table, recordings for --model series)");
        if (columns.Count(column => column == LabelColumn) > 1)
            throw Damaged(path, $"it has two columns called '{LabelColumn}'");

        int fileIndex = Array.IndexOf(columns, FileColumn), labelIndex = Array.IndexOf(columns, LabelColumn);
        var rows = new List<Row>();
        while (csv.Read())
        {
            long line = csv.LineNumber;
            if (csv.FieldCount != columns.Length)
                throw Damaged(path, $"line {line} has {csv.FieldCount} fields, expected {columns.Length}");
            string file = csv.GetString(fileIndex);
            string? label = labelIndex < 0 ? null : csv.GetString(labelIndex);
            if (file.Length == 0 || label?.Length == 0)
                throw Damaged(path, $"line {line} has an empty {(file.Length == 0 ? FileColumn : LabelColumn)}");
            rows.Add(new Row(line, file, label));
        }

        return rows.Count > 0 ? rows : throw Damaged(path, "no line follows its header");
    }

    private static string FindFolder(string path, string firstFile)
    {
        string home = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string stem = Path.GetFileNameWithoutExtension(path);
        string[] parts = [stem, "train", "test"];
        string[] candidates =
        [
            "", .. parts, "images", "Images",
            .. parts.Select(part => Path.Combine("images", part)), .. parts.Select(part => Path.Combine("Images", part)),
        ];
        foreach (string candidate in candidates)
        {
            string folder = Path.Combine(home, candidate);
            if (File.Exists(Path.Combine(folder, firstFile)))
                return folder;
        }

        throw new InputException(
            $"{path} names {PlainText.Short(firstFile)} first, but it lies neither in {home} nor in its sub-folders " +
            $"{string.Join(", ", candidates.Skip(1).Distinct())}; put the images there.");
    }

    private static (int[]? Labels, IReadOnlyList<string>? ClassNames) NumberLabels(List<Row> rows, string path, List<string> notes)
    {
        if (rows[0].Label is null)
            return (null, null);

        var labels = new int[rows.Count];
        bool numbers = true;
        for (int i = 0; i < labels.Length && numbers; i++)
            numbers = int.TryParse(rows[i].Label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out labels[i]);
        if (numbers)
        {
            const int MaximumClass = 9_999;
            Row? bad = rows.Find(row => int.Parse(row.Label!, CultureInfo.InvariantCulture) is < 0 or > MaximumClass);
            return bad is null ? CloseGaps(labels, notes) : throw Damaged(path,
                $"line {bad.Line} has label {PlainText.Short(bad.Label!)}, expected 0 to {MaximumClass:N0}");
        }

        string[] names = [.. rows.Select(row => row.Label!).Distinct().Order(StringComparer.Ordinal)];
        return ([.. rows.Select(row => Array.BinarySearch(names, row.Label, StringComparer.Ordinal))], names);
    }

    /// <summary>
    /// Labels such as 0, 1000, 2000 are names: as class numbers they would make 2,001 classes, nearly all of them empty. They are numbered
    /// in their order if less than a tenth of the numbers up to the largest occurs.
    /// </summary>
    private static (int[] Labels, IReadOnlyList<string>? ClassNames) CloseGaps(int[] labels, List<string> notes)
    {
        const int MostPerClass = 10;
        int[] numbers = [.. labels.Distinct().Order()];
        if (numbers[^1] < MostPerClass * numbers.Length)
            return (labels, null);
        notes.Add(
            $"the labels are {ImageFiles.Count(numbers.Length, "number", "numbers")} from {numbers[0]} to {numbers[^1]}, which are taken "
            + $"as names of the classes 0 to {numbers.Length - 1}");
        return (
            Array.ConvertAll(labels, label => Array.BinarySearch(numbers, label)),
            Array.ConvertAll(numbers, number => number.ToString(CultureInfo.InvariantCulture)));
    }

    private static InputException Damaged(string path, string what) => CsvText.Damaged(path, Kind, what);
}
