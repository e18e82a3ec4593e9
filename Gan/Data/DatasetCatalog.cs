using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Forms;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// What <c>--data</c> means: the name of a known data set (<c>mnist</c>, <c>fashion-mnist</c>, <c>stacked-mnist</c>), or a path to data in
/// one of the forms of <see cref="DataForm.Catalog"/>.
/// </summary>
/// <param name="roots">Folders searched in turn for a sub-folder with the name of the data set.</param>
public sealed class DatasetCatalog(IReadOnlyList<string> roots)
{
    /// <summary>A folder the user may name, searched first.</summary>
    public const string EnvironmentVariable = "GAN_DATA";

    /// <summary>$GAN_DATA, if set; the program's own Data; and where Debian puts its data sets.</summary>
    public static DatasetCatalog Default => new(Roots(Environment.GetEnvironmentVariable(EnvironmentVariable)));

    /// <summary>The names of the data sets that need no path.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. KnownDataset.All.Select(known => known.Name), StackedMnist.Name];

    /// <summary>Loads a data set.</summary>
    /// <param name="data">A name or a path; a folder with the name of a known data set is reached as "./mnist".</param>
    /// <param name="part">Which half; ignored for data without splits.</param>
    /// <param name="target">
    /// The format to convert to (1 or 3 channels), given that of the first image without its alpha channel; null keeps that one.
    /// </param>
    /// <param name="reading">How images are read; null for the defaults.</param>
    /// <exception cref="InputException">
    /// Nothing is there, or it cannot be read; the sentence names the places searched and what to do.
    /// </exception>
    public ImageSet Load(
        string data, DatasetPart part = DatasetPart.Train, Func<ImageFormat, ImageFormat>? target = null, ImageReading? reading = null)
    {
        reading ??= ImageReading.Default;
        if (data == StackedMnist.Name)
        {
            ImageSet set = StackedMnist.Make(Load(KnownDataset.Mnist.Name, part), part);
            return set.ConvertTo(target == null ? set.Format : target(set.Format));
        }

        if (KnownDataset.All.FirstOrDefault(known => known.Name == data) is { } known)
        {
            string folder = FolderOf(known) ?? throw Absent(known);
            return IdxFolder.Load(data, folder, part, known.ClassNames, target) ?? throw Incomplete(folder, part);
        }

        return LoadPath(data, part, target, reading);
    }

    private static ImageSet LoadPath(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        (DataPath path, DataForm form, UnpackedArchive? archive) = FormOf(data);
        try
        {
            IReadOnlyList<string> splits = form.SplitsOf(path);
            string? split = Splits.Choose(path.Text, splits, part, reading.Split);
            ImageSet images = form.Load(path, split, target, reading);
            string classes = images.ClassNames is { } names ? $", classes {PlainText.Short(string.Join(", ", names))}" : "";
            string[] note = split == null || splits.Count == 1
                ? [] : [$"the split {split} of {string.Join(", ", splits)} (--split takes another){classes}"];
            return new ImageSet(
                data, images.Format, images.Pixels, images.Labels, images.ClassNames,
                [.. note, .. images.Notes.Select(text => archive?.Named(text) ?? text)])
            {
                Files = archive == null ? images.Files : images.Files?.Select(archive.Named).ToArray(),
            };
        }
        catch (InputException error) when (archive != null)
        {
            throw new InputException(archive.Named(error.Message), error);
        }
    }

    /// <summary>What lies at a path, and the form that it is read in; of an archive what it holds.</summary>
    /// <exception cref="InputException">Nothing is there.</exception>
    internal static (DataPath Path, DataForm Form, UnpackedArchive? Archive) FormOf(string data)
    {
        var path = new DataPath(data);
        var archive = UnpackedArchive.Of(path);
        if (archive != null)
            path = new DataPath(archive.Folder);
        return (path, DataForm.Of(path) ?? throw new InputException(
            $"There is no data set and no file '{PlainText.Short(data)}'; give {string.Join(", ", Names)}, or a path: a folder of images, "
            + "an archive of it, idx files, arrays, parquet, or a CSV."), archive);
    }

    /// <summary>The form that a path is read in, in a few words.</summary>
    internal static string Described(string data)
    {
        (_, DataForm form, UnpackedArchive? archive) = FormOf(data);
        return form.Name + (archive == null ? "" : ", unpacked from an archive");
    }

    /// <summary>Whether a text is the path of data, in place of a name.</summary>
    internal static bool IsPath(string data) => !Names.Contains(data) && DataForm.Of(new DataPath(data)) != null;

    /// <summary>Whether the data has training images and test images; otherwise all serve as both.</summary>
    public static bool HasParts(string data)
    {
        if (Names.Contains(data))
            return true;
        (DataPath path, DataForm form, _) = FormOf(data);
        return form.SplitsOf(path).Count > 1;
    }

    /// <summary>Every known data set as it is found here: where, how much, and whether its files are the published ones.</summary>
    public IReadOnlyList<DatasetDescription> Describe() =>
        [.. KnownDataset.All.Select(known => DatasetDescription.Of(known, FolderOf(known)))];

    /// <summary>The standard places, after the user's <paramref name="own"/> if there is one.</summary>
    internal static string[] Roots(string? own)
    {
        string[] standard = [Path.Combine(AppContext.BaseDirectory, "Data"), "/usr/share/datasets"];
        return string.IsNullOrEmpty(own) ? standard : [own, .. standard];
    }

    /// <summary>The first root that holds at least one file of the data set.</summary>
    private string? FolderOf(KnownDataset known) => roots
        .Select(root => Path.Combine(root, known.Name))
        .FirstOrDefault(folder => known.Files.Any(file => IdxFolder.Find(folder, file.Name) is not null));

    private InputException Absent(KnownDataset known)
    {
        string places = string.Join(", ", roots.Select(root => Path.Combine(root, known.Name)));
        return new($"The data set {known.Name} is not here (looked in {places}); {known.Advice}.");
    }

    private static InputException Incomplete(string folder, DatasetPart part) =>
        new(
            $"{folder} lacks {KnownDataset.Mnist.File(part, labels: false).Name} (or .gz), which holds the images to " +
            $"{(part == DatasetPart.Train ? "train" : "test")} with; add the file.");
}
