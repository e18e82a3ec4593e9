using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

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
    internal static ImageSet? Load(
        string name, string folder, DatasetPart part, IReadOnlyList<string>? classNames, Func<ImageFormat, ImageFormat>? target)
    {
        KnownDataset layout = KnownDataset.Mnist;
        string? images = Find(folder, layout.File(part, labels: false).Name);
        string? labels = Find(folder, layout.File(part, labels: true).Name);
        return images is null ? null : Load(name, images, labels, classNames, target, ImageReading.Default);
    }

    /// <summary>The file of the labels that lie beside a file of images, under the matching name; null without.</summary>
    internal static string? LabelsBeside(string images) =>
        Find(Path.GetDirectoryName(Path.GetFullPath(images))!, LabelName(Unpacked(Path.GetFileName(images))));

    /// <summary>A file of images with that of its labels.</summary>
    /// <exception cref="InputException">One cannot be read, or they do not belong together.</exception>
    internal static ImageSet Load(
        string name, string images, string? labels, IReadOnlyList<string>? classNames, Func<ImageFormat, ImageFormat>? target,
        ImageReading reading, bool transposed = false)
    {
        using var pixels = new IdxStream(images);
        _ = pixels.Format;
        if (pixels.Count == 0)
            throw new InputException($"{images} holds no images, expected at least one; choose another file.");
        IdxFile? read = labels is null ? null : IdxFile.Read(labels);
        if (read is not null and not { Dimensions: [_] })
            throw new InputException(
                $"The labels of {name} have dimensions {IdxFile.Format(read.Dimensions)}, expected one; choose a file of labels.");
        if (read != null && read.Dimensions[0] != pixels.Count)
            throw new InputException(
                $"{images}: there are {read.Dimensions[0]:N0} labels for {pixels.Count:N0} images; use files that belong together.");
        return PixelReader.Load(
            name, pixels, read is null ? null : Array.ConvertAll(read.Data, label => (int)label), classNames, target, reading, [],
            transposed);
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

    internal static string Unpacked(string file) => file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
}
