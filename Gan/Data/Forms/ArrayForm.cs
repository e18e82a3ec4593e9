using System.IO.Compression;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// Arrays of NumPy: an .npz whose arrays are called as in Keras' mnist.npz (x_train, y_train, x_test, y_test) or with "images" and "labels"
/// in their names; or an .npy with images, beside which another may lie with their labels.
/// </summary>
public sealed class ArrayForm : DataForm
{
    private static readonly string[] LabelWords = ["y", "label", "labels", "target", "targets"];

    /// <inheritdoc/>
    public override string Name => "array";

    /// <inheritdoc/>
    public override string Description =>
        "arrays of NumPy: .npz with x_train, y_train, x_test and y_test, or .npy (N×H×W, N×H×W×C, N×C×H×W)";

    /// <inheritdoc/>
    public override Likeness LikenessOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return NpyArray.IsNpy(path.Beginning) || (path.IsFile && path.EndsWith(".npz"))
            || (ZipFiles.IsZip(path.Beginning) && ZipFiles.Holds(path.Text, name => name.EndsWith(".npy", StringComparison.Ordinal)))
            ? Likeness.Alike : Likeness.None;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SplitsOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (NpyArray.IsNpy(path.Beginning))
            return [];
        using var zip = new ZipFiles(path.Text);
        return [.. Arrays(zip).Select(entry => Splits.In(Stem(entry.Name))).OfType<string>().Distinct()];
    }

    /// <inheritdoc/>
    public override ImageSet Load(DataPath path, string? split, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (NpyArray.IsNpy(path.Beginning))
            return Load(path.Text, Whole(path.Text), LabelsBeside(path.Text) is string beside ? Whole(beside) : null, target, reading);
        using var zip = new ZipFiles(path.Text);
        NpyArray[] arrays = [.. Arrays(zip).Where(entry => Splits.In(Stem(entry.Name)) == split).Select(
            entry => new NpyArray($"{path.Text}/{entry.Name}", () => zip.Open(entry), entry.Length))];
        NpyArray[] images = [.. arrays.Where(array => array.Shape.Length >= 2 && !IsOfLabels(array))];
        if (images.Length != 1)
            throw new InputException(
                $"{path.Text} holds {(arrays.Length == 0 ? "no arrays" : PlainText.Short(string.Join(", ", arrays.Select(Described))))}"
                + $"{(split == null ? "" : $" of the split {split}")}, expected one of images and perhaps one of labels, such as x_train "
                + "and y_train; save it so.");
        NpyArray[] labels = [.. arrays.Where(array => IsOfLabels(array) && array.Shape is [_] or [_, 1])];
        return Load(path.Text, images[0], labels.Length == 1 ? labels[0] : null, target, reading);
    }

    private static ImageSet Load(
        string name, NpyArray images, NpyArray? labels, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        using var pixels = new NpyImages(images, reading);
        int[]? classes = labels?.ToWhole();
        if (classes != null && classes.Length != pixels.Count)
            throw new InputException(
                $"{labels!.Name} has {classes.Length:N0} labels for the {pixels.Count:N0} images of {images.Name}; use arrays that belong "
                + "together.");
        if (classes != null && Array.Exists(classes, label => label is < 0 or > 9_999))
            throw new InputException(
                $"{labels!.Name}: a label is {Array.Find(classes, label => label is < 0 or > 9_999)}, expected 0 to 9,999; correct the "
                + "labels.");
        return PixelReader.Load(
            name, pixels, classes, classNames: null, target, reading, pixels.Range is string range ? [range] : [],
            transposed: reading.Transpose == Transposing.True);
    }

    private static IEnumerable<ZipArchiveEntry> Arrays(ZipFiles zip) =>
        zip.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal));

    private static string Described(NpyArray array) => $"{Path.GetFileNameWithoutExtension(array.Name)} {array.Words}";

    private static string Stem(string file) => Path.GetFileNameWithoutExtension(file);

    private static bool IsOfLabels(NpyArray array) =>
        array.Shape is [_] or [_, 1]
        || Stem(array.Name).Split('_', '-').Any(word => LabelWords.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static NpyArray Whole(string path)
    {
        using FileStream file = InputFile.Open(path);
        return new NpyArray(path, () => InputFile.Open(path), file.Length);
    }

    /// <summary>
    /// Of "x_train.npy" it is "y_train.npy", of "images.npy" "labels.npy", of "digits.npy" "digits_labels.npy"; null without such a file.
    /// </summary>
    private static string? LabelsBeside(string path)
    {
        string name = Path.GetFileName(path), folder = Path.GetDirectoryName(path) ?? "", stem = Stem(path);
        string[] names =
        [
            name[0] is 'x' or 'X' ? "y" + name[1..] : "",
            name.Replace("images", "labels", StringComparison.Ordinal), $"{stem}_labels.npy", $"{stem}-labels.npy",
        ];
        return names.Where(other => other.Length > 0 && other != name).Select(other => Path.Combine(folder, other))
            .FirstOrDefault(File.Exists);
    }
}
