using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// Idx files: one of images, with the labels that lie beside it under the matching name; or the set in a folder, or in a folder of
/// torchvision's. A set of several in a folder is named by the beginning of its files' names: FOLDER/emnist-letters.
/// </summary>
public sealed class IdxForm : DataForm
{
    /// <inheritdoc/>
    public override string Name => "idx";

    /// <inheritdoc/>
    public override string Description =>
        "idx files, packed or not, as of MNIST and EMNIST; a folder of them, or torchvision's; FOLDER/emnist-letters for one set in it";

    /// <summary>A file that is like no form is read as idx, whose errors tell a file's beginning.</summary>
    public override Likeness LikenessOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!IsOfSets(path))
            return Likeness.Otherwise;
        return (path.IsFolder ? HoldsSets(path.Text) : IdxSet.Named(path.Text) != null) ? Likeness.Alike : Likeness.None;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SplitsOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !IsOfSets(path) ? [] : [.. SetOf(path).Files.Keys.Where(split => split.Length > 0)];
    }

    /// <inheritdoc/>
    public override ImageSet Load(DataPath path, string? split, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(reading);
        if (!IsOfSets(path))
        {
            if (ImageKind.IsNamedAsImage(path.Text))
                throw new InputException($"{path.Text} is a single image, expected many; give the folder it lies in.");
            bool named = new IdxSet(path.Text, new Dictionary<string, string>()).IsTransposed;
            return IdxFolder.Load(
                path.Text, path.Text, IdxFolder.LabelsBeside(path.Text), classNames: null, target, reading, Transposed(named, reading));
        }

        IdxSet found = SetOf(path);
        string file = found.Files[split ?? ""];
        ImageSet images = IdxFolder.Load(
            path.Text, file, IdxFolder.LabelsBeside(file), classNames: null, target, reading, Transposed(found.IsTransposed, reading));
        return Named(images, found.Mapping());
    }

    /// <summary>Whether it names no file, but may name a set of files.</summary>
    private static bool IsOfSets(DataPath path) => path.Kind is FileKind.Folder or FileKind.Absent;

    internal static bool HoldsSets(string folder) => IdxSet.In(folder).Count > 0;

    private static bool Transposed(bool usual, ImageReading reading) =>
        reading.Transpose == Transposing.Auto ? usual : reading.Transpose == Transposing.True;

    private static IdxSet SetOf(DataPath path)
    {
        if (!path.IsFolder)
            return IdxSet.Named(path.Text)!;
        IReadOnlyList<IdxSet> sets = IdxSet.In(path.Text);
        // Files whose names begin with the split are those that the folder names, whatever lies beside them.
        return sets.Count == 1 ? sets[0] : sets.FirstOrDefault(set => set.Place == path.Text) ?? throw new InputException(
            $"{path.Text} holds {sets.Count} sets of idx files; name one of them: {string.Join(", ", sets.Select(set => set.Place))}.");
    }

    /// <summary>Classes with names are numbered from 0 on: the letters of EMNIST have the labels 1 to 26.</summary>
    private static ImageSet Named(ImageSet images, IReadOnlyDictionary<int, string>? mapping)
    {
        if (mapping == null || images.Labels == null)
            return images;
        int[] numbers = [.. mapping.Keys.Order()];
        int[] labels = Array.ConvertAll(images.Labels, label => Array.BinarySearch(numbers, label));
        if (Array.Exists(labels, label => label < 0))
            throw new InputException(
                $"{images.Name}: a label is {images.Labels[Array.FindIndex(labels, label => label < 0)]}, which its file …-mapping.txt "
                + "does not name; use files that belong together.");
        return new ImageSet(images.Name, images.Format, images.Pixels, labels, [.. numbers.Select(n => mapping[n])], images.Notes);
    }
}
