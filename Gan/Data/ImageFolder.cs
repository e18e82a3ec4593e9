using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// A folder of PNG images. Images that lie in it directly are a set without classes; otherwise each sub-folder is a class, numbered in
/// the ordinal order of names, with all images below it: the layout of torchvision's ImageFolder.
/// </summary>
public static class ImageFolder
{
    // Hidden files are left out by default: ".DS_Store", and the "._0.png" that some archives carry beside every image.
    private static readonly EnumerationOptions Here = new() { IgnoreInaccessible = false };
    private static readonly EnumerationOptions Below = new() { IgnoreInaccessible = false, RecurseSubdirectories = true };

    /// <summary>Reads all images of <paramref name="folder"/>, in ordinal order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="target">Format to convert to, given that of the first image without alpha; null: that one.</param>
    /// <exception cref="InputException">No PNG is there, or one cannot be read.</exception>
    public static ImageSet Load(string folder, Func<ImageFormat, ImageFormat>? target = null)
    {
        try
        {
            return Read(folder, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"Cannot list the folder {folder}: {error.Message.TrimEnd('.')}; check the path and its permissions.", error);
        }
    }

    private static ImageSet Read(string folder, Func<ImageFormat, ImageFormat>? target)
    {
        var notes = new List<string>();
        List<string> images = Pngs(folder, Here, out int others);
        string[] classFolders = [.. Directory.EnumerateDirectories(folder, "*", Here).Order(StringComparer.Ordinal)];
        if (images.Count > 0)
        {
            Mention(others, notes);
            if (classFolders.Length > 0)
                notes.Add($"sub-folders of {folder} ({classFolders.Length:N0}) passed over, since images lie in the folder itself");
            return ImageFiles.Load(folder, images, target, labels: null, classNames: null, notes);
        }

        var labels = new List<int>();
        var classNames = new List<string>();
        foreach (string classFolder in classFolders)
        {
            List<string> found = Pngs(classFolder, Below, out int othersHere);
            others += othersHere;
            if (found.Count == 0)
                continue;

            images.AddRange(found);
            labels.AddRange(Enumerable.Repeat(classNames.Count, found.Count));
            classNames.Add(Path.GetFileName(classFolder));
        }

        if (images.Count == 0)
            throw new InputException(
                $"No PNG image lies in {folder} or its sub-folders, which hold {others:N0} other files; give a folder of .png files, " +
                "converting other kinds first.");
        Mention(others, notes);
        return ImageFiles.Load(folder, images, target, [.. labels], classNames, notes);
    }

    private static List<string> Pngs(string folder, EnumerationOptions options, out int others)
    {
        string[] files = Directory.GetFiles(folder, "*", options);
        List<string> images = [.. files.Where(file => file.EndsWith(".png", StringComparison.OrdinalIgnoreCase))];
        images.Sort(StringComparer.Ordinal);
        others = files.Length - images.Count;
        return images;
    }

    private static void Mention(int others, List<string> notes)
    {
        if (others > 0)
            notes.Add($"{others:N0} {(others == 1 ? "file that is" : "files that are")} not PNG passed over");
    }
}
