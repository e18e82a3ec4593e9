using System.Formats.Tar;
using System.IO.Compression;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// A zip, tar or tar.gz of data, unpacked into a temporary folder, which is then read in whatever form it has. Only regular files are
/// unpacked, below the folder and nowhere else; a command that is done removes the folder.
/// </summary>
internal sealed class UnpackedArchive
{
    private const int TarMagic = 257;

    private static readonly Dictionary<(string Path, long Length, DateTime Time), UnpackedArchive> Known = [];

    private UnpackedArchive(string path) => (Path, Folder) = (path, Directory.CreateTempSubdirectory("gan-unpacked-").FullName);

    /// <summary>The archive.</summary>
    public string Path { get; }

    /// <summary>What it was unpacked into.</summary>
    public string Folder { get; }

    /// <summary>Whether a path is that of an archive, told by its content; arrays of NumPy in a zip are none.</summary>
    public static bool IsArchive(DataPath path) =>
        ZipFiles.IsZip(path.Beginning) ? new ArrayForm().LikenessOf(path) == Likeness.None : IsTar(path.UnpackedBeginning);

    /// <summary>The archive at a path, unpacked now or before; null: there is none.</summary>
    /// <exception cref="InputException">It is damaged, or there is no room.</exception>
    public static UnpackedArchive? Of(DataPath path)
    {
        if (!IsArchive(path))
            return null;
        var file = new FileInfo(path.Text);
        (string, long, DateTime) key = (file.FullName, file.Length, file.LastWriteTimeUtc);
        lock (Known)
        {
            if (Known.TryGetValue(key, out UnpackedArchive? archive))
                return archive;
            if (Known.Count == 0)
                AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveAll();
            archive = new UnpackedArchive(path.Text);
            Known.Add(key, archive);
            archive.Unpack(path);
            return archive;
        }
    }

    /// <summary>Removes all folders of archives.</summary>
    public static void RemoveAll()
    {
        lock (Known)
        {
            foreach (UnpackedArchive archive in Known.Values)
            {
                try
                {
                    Directory.Delete(archive.Folder, recursive: true);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    // It is in the folder for temporary files; nothing depends on it.
                }
            }

            Known.Clear();
        }
    }

    /// <summary>A text with the archive in place of the folder.</summary>
    public string Named(string text) => text.Replace(Folder, Path, StringComparison.Ordinal);

    private static bool IsTar(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= TarMagic + 5 && beginning.Slice(TarMagic, 5).SequenceEqual("ustar"u8);

    private void Unpack(DataPath path)
    {
        try
        {
            if (ZipFiles.IsZip(path.Beginning))
                UnpackZip();
            else
                UnpackTar(GzipFile.IsGzip(path.Beginning));
        }
        catch (Exception error)
        {
            Known.Remove(Known.First(known => known.Value == this).Key);
            Directory.Delete(Folder, recursive: true);
            if (error is InputException)
                throw;
            // The reader of tar files throws several kinds of exceptions on invalid bytes.
            throw error is IOException and not EndOfStreamException || error is UnauthorizedAccessException
                ? new InputException(
                    $"Cannot unpack {Path} into {System.IO.Path.GetTempPath()}: {InputFile.Reason(error)}; make room there, or unpack it "
                    + "yourself and give the folder.", error)
                : Damaged("it is damaged or cut off", error);
        }
    }

    private void UnpackZip()
    {
        using var zip = new ZipFiles(Path);
        long most = GzipFile.MostUnpacked(new FileInfo(Path).Length), sum = 0;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (entry.FullName.EndsWith('/') || Target(entry.FullName) is not string target)
                continue;
            if ((sum += entry.Length) > most)
                throw Damaged($"it unpacks to more than {most:N0} bytes, 100 times its own");
            using Stream content = zip.Open(entry);
            Write(target, content);
        }
    }

    private void UnpackTar(bool packed)
    {
        using FileStream file = InputFile.Open(Path);
        using Stream content = packed ? GzipFile.Open(file, Path) : file;
        using var tar = new TarReader(content, leaveOpen: true);
        while (tar.GetNextEntry() is TarEntry entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
                && Target(entry.Name) is string target)
                Write(target, entry.DataStream ?? Stream.Null);
        }

        // The end of a packed archive is checked when it is reached.
        content.CopyTo(Stream.Null);
    }

    /// <summary>Where an entry is unpacked to; null: not at all.</summary>
    private string? Target(string name)
    {
        string[] parts = name.Split('/', '\\');
        if (parts.Contains("..") || System.IO.Path.IsPathRooted(name))
            throw Damaged($"its entry {PlainText.Short(name)} leads out of it");
        // Hidden files, and what one system adds beside each file.
        string[] kept = [.. parts.Where(part => part is not ("" or "."))];
        return kept.Length == 0 || Array.Exists(kept, part => part[0] == '.' || part == "__MACOSX" || part.Contains('\0'))
            ? null
            : System.IO.Path.Combine([Folder, .. kept]);
    }

    private static void Write(string target, Stream content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        // Of entries of one name the last counts. A new file is not truncated: ext4 flushes truncated ones to the disk one by one.
        File.Delete(target);
        using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        content.CopyTo(file);
    }

    private InputException Damaged(string what, Exception? inner = null) =>
        new($"Cannot read {Path} as an archive: {what}; use another copy.", inner);
}
