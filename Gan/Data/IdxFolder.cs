using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data;

/// <summary>Finds MNIST-named idx files: with a hyphen or, as some archives unpack them, a dot before "idx"; packed or not.</summary>
internal static class IdxFolder
{
    /// <summary>The path of <paramref name="name"/> in <paramref name="folder"/> under any of its spellings, or null.</summary>
    internal static string? Find(string folder, string name)
    {
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] spellings = [name, name + ".gz", dotted, dotted + ".gz"];
        return spellings.Select(spelling => Path.Combine(folder, spelling)).FirstOrDefault(File.Exists);
    }

    /// <summary>One part of a data set in <paramref name="folder"/>; labels are optional. Null where its images are not there.</summary>
    internal static ImageSet? Load(string name, string folder, DatasetPart part, IReadOnlyList<string>? classNames)
    {
        KnownDataset layout = KnownDataset.Mnist;
        string? images = Find(folder, layout.File(part, labels: false).Name);
        string? labels = Find(folder, layout.File(part, labels: true).Name);
        return images is null ? null : Load(name, images, labels, classNames);
    }

    /// <summary>A single file of images, with the labels that lie beside it under the matching name, if they do.</summary>
    internal static ImageSet LoadFile(string path)
    {
        string? labels = Find(Path.GetDirectoryName(Path.GetFullPath(path))!, LabelName(Unpacked(Path.GetFileName(path))));
        return Load(path, path, labels, classNames: null);
    }

    /// <summary>Where the labels of an idx file of images lie: "t-labels-idx1-ubyte", or "digits-labels.idx" beside "digits.idx".</summary>
    internal static string LabelFile(string path)
    {
        string file = Path.GetFileName(path), unpacked = Unpacked(file);
        return Path.Combine(Path.GetDirectoryName(path) ?? "", LabelName(unpacked) + file[unpacked.Length..]);
    }

    private static string LabelName(string images)
    {
        string labels = images.Replace("images", "labels", StringComparison.Ordinal)
            .Replace(".idx3", "-idx1", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        return labels != images ? labels : $"{Path.GetFileNameWithoutExtension(images)}-labels{Path.GetExtension(images)}";
    }

    private static string Unpacked(string file) => file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;

    private static ImageSet Load(string name, string images, string? labels, IReadOnlyList<string>? classNames)
    {
        ImageSet set = IdxFile.Read(images).ToImages(images, labels is null ? null : IdxFile.Read(labels), classNames);
        return set.Count > 0
            ? new ImageSet(name, set.Format, set.Pixels, set.Labels, set.ClassNames)
            : throw new InputException($"{images} holds no images, expected at least one; choose another file.");
    }
}
