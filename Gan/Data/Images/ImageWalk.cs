using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>
/// Finds the images of a folder by their content. Links are followed, but in one walk no folder is entered and no file taken twice, so that
/// cyclic links terminate. Only regular files are opened: a FIFO would block forever.
/// </summary>
internal sealed class ImageWalk(string folder)
{
    // Hidden files are left out by default: ".DS_Store", and the "._0.png" that some archives carry beside every image.
    private static readonly EnumerationOptions Visible = new() { IgnoreInaccessible = false };

    private readonly string root = RealPath(folder);

    /// <summary>What was found so far.</summary>
    public List<string> Images { get; } = [];

    /// <summary>Files that are no images, devices, pipes, and links that lead nowhere.</summary>
    public int Others { get; private set; }

    /// <summary>Links to what a walk had found before.</summary>
    public int Again { get; private set; }

    /// <summary>Links to what lies outside of the folder.</summary>
    public int Outside { get; private set; }

    /// <summary>Takes the images that lie in the folder itself, and gives its sub-folders, in ordinal order.</summary>
    public string[] Here()
    {
        var folders = new List<string>();
        Take(folder, [], folders.Add);
        return [.. folders.Order(StringComparer.Ordinal)];
    }

    /// <summary>Takes the images in a sub-folder and all below it.</summary>
    public void Below(string subFolder) => Take(subFolder, [root], next: null);

    /// <param name="begin">A folder.</param>
    /// <param name="seen">Real paths of what is not to be taken, again.</param>
    /// <param name="next">Is told of sub-folders; null: they are entered.</param>
    private void Take(string begin, HashSet<string> seen, Action<string>? next)
    {
        // Regular entries are taken before link targets: of a file and a link to it, the file is kept.
        var folders = new Stack<string>([begin]);
        var links = new Queue<string>();
        var found = new List<string>();
        while (folders.Count + links.Count > 0)
        {
            bool isLink = folders.Count == 0;
            string path = isLink ? links.Dequeue() : folders.Pop();
            FileKind kind = FileKinds.Of(path);
            string real = RealPath(path);
            if (isLink && kind is FileKind.Folder or FileKind.RegularFile && !IsInside(real))
                Outside++;
            if (kind == FileKind.Folder && next != null && path != begin)
                next(path);
            else if (kind is FileKind.Folder or FileKind.RegularFile && !seen.Add(real))
                Again++;
            else if (kind == FileKind.Folder)
                List(path, real);
            else
                Look(path, kind);
        }

        found.Sort(StringComparer.Ordinal);
        Images.AddRange(found);

        void List(string path, string real)
        {
            IEnumerable<FileSystemInfo> entries = new DirectoryInfo(path).EnumerateFileSystemInfos("*", Visible);
            foreach (FileSystemInfo entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                string full = Path.Combine(path, entry.Name);
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    links.Enqueue(full);
                else if (entry.Attributes.HasFlag(FileAttributes.Directory))
                    folders.Push(full);
                else if (seen.Add(Path.Combine(real, entry.Name)))
                    Look(full, FileKinds.Of(full));
            }
        }

        void Look(string path, FileKind kind)
        {
            if (kind == FileKind.RegularFile && (ImageKind.IsNamedAsImage(path) || IsImage(path)))
                found.Add(path);
            else
                Others++;
        }
    }

    /// <summary>A file without an image's extension that cannot be opened is not an error: it need not be an image.</summary>
    private static bool IsImage(string path)
    {
        try
        {
            using FileStream file = InputFile.Open(path);
            return ImageReader.KindOf(file) != null;
        }
        catch (Exception error) when (error is InputException or IOException)
        {
            return false;
        }
    }

    private bool IsInside(string real) => real == root || real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path without links in any of its parts; one that leads nowhere stays as it is.</summary>
    private static string RealPath(string path)
    {
        string full = Path.GetFullPath(path), real = Path.GetPathRoot(full)!;
        if (FileKinds.Of(full) == FileKind.Absent)
            return full;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(real, part);
            // The whole exists, so links do not lead in a circle here.
            real = new FileInfo(next).LinkTarget is string target ? RealPath(Path.Combine(real, target)) : next;
        }

        return real;
    }
}
