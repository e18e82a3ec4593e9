using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>A folder of images, see <see cref="ImageFolder"/>, or one whose sub-folders are splits with such folders in them.</summary>
public sealed class ImageFolderForm : DataForm
{
    /// <inheritdoc/>
    public override string Name => "folder";

    /// <inheritdoc/>
    public override string Description =>
        $"a folder of {ImageKind.Names}; sub-folders are classes, but train, test, val and the like are splits";

    /// <inheritdoc/>
    public override Likeness LikenessOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.IsFolder ? Likeness.Otherwise : Likeness.None;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SplitsOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return SplitsIn(RootOf(path.Text));
    }

    /// <inheritdoc/>
    public override ImageSet Load(DataPath path, string? split, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(path);
        string root = RootOf(path.Text);
        ImageSet images = ImageFolder.Load(split == null ? root : Path.Combine(root, split), target, reading);
        string[] others = split == null
            ? []
            : [.. DataPath.FoldersIn(root).Select(folder => Path.GetFileName(folder)).Where(folder => !Splits.IsName(folder))];
        IEnumerable<string> beside = others.Length == 0
            ? []
            : [$"sub-folders beside the splits skipped: {PlainText.Short(string.Join(", ", others))}"];
        return new ImageSet(path.Text, images.Format, images.Pixels, images.Labels, images.ClassNames, [.. images.Notes, .. beside])
        {
            Files = images.Files,
        };
    }

    /// <summary>
    /// Where the images or classes begin: archives often wrap everything in a folder, which is no class if it has only folders itself.
    /// </summary>
    private static string RootOf(string folder)
    {
        const int MostWraps = 8;
        string root = folder;
        for (int wraps = 0; wraps < MostWraps; wraps++)
        {
            IReadOnlyList<string> inside = DataPath.FoldersIn(root);
            if (inside.Count != 1 || Splits.IsName(Path.GetFileName(inside[0])) || HasImages(root) || HasImages(inside[0])
                || DataPath.FoldersIn(inside[0]).Count == 0)
                break;
            root = inside[0];
        }

        // A wrap without splits or classes in it was a class.
        return SplitsIn(root).Length > 0 || DataPath.FoldersIn(root).Count > 1 ? root : folder;
    }

    private static string[] SplitsIn(string root) => HasImages(root)
        ? []
        : [.. DataPath.FoldersIn(root).Select(folder => Path.GetFileName(folder)).Where(Splits.IsName)];

    private static bool HasImages(string folder) => DataPath.HasFile(folder, ImageKind.IsNamedAsImage);
}
