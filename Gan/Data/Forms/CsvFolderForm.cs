using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// A folder with CSVs of images, as contests give them: train.csv and test.csv, whose pixels they hold or whose images lie in sub-folders;
/// or with one such CSV.
/// </summary>
public sealed class CsvFolderForm : DataForm
{
    /// <inheritdoc/>
    public override string Name => "csv-folder";

    /// <inheritdoc/>
    public override string Description => "a folder with such a train.csv and test.csv";

    /// <inheritdoc/>
    public override Likeness LikenessOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return (path.IsFolder && FilesOf(path.Text).Count > 0 && !IdxForm.HoldsSets(path.Text)) ? Likeness.Alike : Likeness.None;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SplitsOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return [.. FilesOf(path.Text).Select(file => Splits.In(Stem(file))).OfType<string>().Distinct()];
    }

    /// <inheritdoc/>
    public override ImageSet Load(DataPath path, string? split, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] files = [.. FilesOf(path.Text).Where(file => Splits.In(Stem(file)) == split)];
        if (files.Length > 1)
            throw new InputException(
                $"{path.Text} holds {files.Length} CSVs of images{(split == null ? "" : $" of the split {split}")}; name one of them: "
                + $"{PlainText.Short(string.Join(", ", files))}.");
        var file = new DataPath(files[0]);
        ImageSet images = Of(file)!.Load(file, null, target, reading);
        return new ImageSet(path.Text, images.Format, images.Pixels, images.Labels, images.ClassNames,
            [$"read as {Path.GetFileName(files[0])} says", .. images.Notes]) { Files = images.Files };
    }

    /// <summary>The CSVs of images; if some are named after splits, only those.</summary>
    private static List<string> FilesOf(string folder)
    {
        List<string> files = [.. DataPath.FilesIn(folder, IsOfImages)];
        return files.Exists(file => Splits.In(Stem(file)) != null) ? files.FindAll(file => Splits.In(Stem(file)) != null) : files;
    }

    private static bool IsOfImages(string file) =>
        file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && FileKinds.Of(file) == FileKind.RegularFile
        && (PixelCsv.Begins(file) || CsvImageList.IsHeader(file));

    private static string Stem(string file) => Path.GetFileNameWithoutExtension(file);
}
