using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// A folder of images. Those that lie in it directly are a set without classes; otherwise each sub-folder is a class, numbered in
/// the ordinal order of names, with all images below it: the layout of torchvision's ImageFolder.
/// </summary>
public static class ImageFolder
{
    /// <summary>Reads all images of <paramref name="folder"/>, in ordinal order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="target">Format to convert to, given that of the first image without alpha; null keeps that one.</param>
    /// <param name="reading">How to read the files; null for the defaults.</param>
    /// <exception cref="InputException">No image is there, or one cannot be read.</exception>
    public static ImageSet Load(string folder, Func<ImageFormat, ImageFormat>? target = null, ImageReading? reading = null)
    {
        var notes = new List<string>();
        (ImageWalk walk, int[]? labels, List<string>? classNames) = List(folder, notes);
        if (walk.Others > 0)
            notes.Insert(0, ImageFiles.Count(walk.Others, "file skipped that is not an image", "files skipped that are not images"));
        if (walk.Again > 0)
            notes.Add($"{ImageFiles.Count(walk.Again, "link", "links")} to what is read already skipped");
        if (walk.Outside > 0)
            notes.Add($"{ImageFiles.Count(walk.Outside, "link leads", "links lead")} out of {folder}; what lies there is read too");
        return new ImageFiles(folder, walk.Images, reading ?? ImageReading.Default).Load(target, labels, classNames, notes);
    }

    private static (ImageWalk Walk, int[]? Labels, List<string>? ClassNames) List(string folder, List<string> notes)
    {
        try
        {
            var walk = new ImageWalk(folder);
            string[] classFolders = walk.Here();
            if (walk.Images.Count > 0)
            {
                if (classFolders.Length > 0)
                    notes.Add($"sub-folders of {folder} ({classFolders.Length:N0}) skipped, since images lie in the folder itself");
                return (walk, null, null);
            }

            var labels = new List<int>();
            var classNames = new List<string>();
            foreach (string classFolder in classFolders)
            {
                walk.Below(classFolder);
                if (walk.Images.Count == labels.Count)
                    continue;
                labels.AddRange(Enumerable.Repeat(classNames.Count, walk.Images.Count - labels.Count));
                classNames.Add(Path.GetFileName(classFolder));
            }

            return walk.Images.Count > 0 ? (walk, [.. labels], classNames) : throw new InputException(
                $"No image lies in {folder} or its sub-folders, which hold {walk.Others:N0} other files; give a folder of " +
                $"{ImageKind.Names}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unlisted(folder, error);
        }
    }

    internal static InputException Unlisted(string folder, Exception error) =>
        new($"Cannot list the folder {folder}: {error.Message.TrimEnd('.')}; check the path and its permissions.", error);
}
