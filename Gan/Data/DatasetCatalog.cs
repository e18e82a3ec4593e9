using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// What <c>--data</c> means: the name of a known data set (<c>mnist</c>, <c>fashion-mnist</c>, <c>stacked-mnist</c>), or a path to an idx
/// file, a folder of idx files named as MNIST's, a folder of images, or a CSV that lists some.
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
    /// <param name="part">Which half; ignored for a single file, a folder of images or a CSV.</param>
    /// <param name="target">
    /// The format to convert to (1 or 3 channels), given that of the first image without its alpha channel; null keeps that one.
    /// </param>
    /// <param name="reading">How files of images are read; null for the defaults.</param>
    /// <exception cref="InputException">
    /// Nothing is there, or it cannot be read; the sentence names the places searched and what to do.
    /// </exception>
    public ImageSet Load(
        string data, DatasetPart part = DatasetPart.Train, Func<ImageFormat, ImageFormat>? target = null, ImageReading? reading = null)
    {
        if (data == StackedMnist.Name)
            return Convert(StackedMnist.Make(Load(KnownDataset.Mnist.Name, part), part), target);
        if (KnownDataset.All.FirstOrDefault(known => known.Name == data) is { } known)
        {
            string folder = FolderOf(known) ?? throw Absent(known);
            return Convert(IdxFolder.Load(data, folder, part, known.ClassNames) ?? throw Incomplete(folder, part), target);
        }

        if (Directory.Exists(data))
        {
            if (!HoldsIdx(data))
                return ImageFolder.Load(data, target, reading);
            return Convert(IdxFolder.Load(data, data, part, classNames: null) ?? throw Incomplete(data, part), target);
        }

        if (!File.Exists(data))
            throw new InputException(
                $"There is no data set and no file '{data}'; give {string.Join(", ", Names)}, or the path of an idx file, a folder of " +
                "images, or a CSV.");
        if (data.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return CsvImageList.Load(data, target, reading);
        if (ImageKind.IsNamedAsImage(data))
            throw new InputException($"{data} is a single image, expected many; give the folder it lies in.");
        return Convert(IdxFolder.LoadFile(data), target);
    }

    /// <summary>Whether the data has training images and test images; otherwise all serve as both.</summary>
    public static bool HasParts(string data) => Names.Contains(data) || (Directory.Exists(data) && HoldsIdx(data));

    /// <summary>Every known data set as it is found here: where, how much, and whether its files are the published ones.</summary>
    public IReadOnlyList<DatasetDescription> Describe() =>
        [.. KnownDataset.All.Select(known => DatasetDescription.Of(known, FolderOf(known)))];

    /// <summary>The standard places, after the user's <paramref name="own"/> if there is one.</summary>
    internal static string[] Roots(string? own)
    {
        string[] standard = [Path.Combine(AppContext.BaseDirectory, "Data"), "/usr/share/datasets"];
        return string.IsNullOrEmpty(own) ? standard : [own, .. standard];
    }

    private static bool HoldsIdx(string folder) => KnownDataset.Mnist.Files.Any(file => IdxFolder.Find(folder, file.Name) is not null);

    /// <summary>Idx files hold images of one format, all read at once; files of images are converted one by one as they come.</summary>
    private static ImageSet Convert(ImageSet set, Func<ImageFormat, ImageFormat>? target) =>
        set.ConvertTo(target == null ? set.Format : target(set.Format));

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
