using System.IO.Compression;
using System.IO.Hashing;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>A zip file of a user. What is read of an entry is checked against its length and its check sum.</summary>
internal sealed class ZipFiles : IDisposable
{
    private const int MostEntries = 1 << 22;

    private readonly string path;
    private readonly FileStream file;
    private readonly ZipArchive archive;

    /// <exception cref="InputException">The file cannot be opened, or its directory is damaged.</exception>
    public ZipFiles(string path)
    {
        this.path = path;
        file = InputFile.Open(path);
        try
        {
            archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            // Reads the directory.
            if (archive.Entries.Count > MostEntries)
                throw new InputException(
                    $"Cannot read {path}: it has {archive.Entries.Count:N0} entries, expected at most {MostEntries:N0}; split it.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException)
        {
            file.Dispose();
            throw Damaged("its directory is damaged or cut off", error);
        }
    }

    public IReadOnlyList<ZipArchiveEntry> Entries => archive.Entries;

    public static bool IsZip(ReadOnlySpan<byte> beginning) => beginning is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..];

    /// <summary>Whether a file is a zip with entries, and all of them have such names.</summary>
    public static bool Holds(string path, Func<string, bool> names)
    {
        try
        {
            using var zip = new ZipFiles(path);
            return zip.Entries.Count > 0 && zip.Entries.All(entry => names(entry.FullName));
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>Opens an entry; where it ends, its length and check sum have been compared.</summary>
    /// <exception cref="InputException">It is packed in a way that is not known, or claims to be far larger than the file.</exception>
    public Stream Open(ZipArchiveEntry entry)
    {
        if (entry.Length > GzipFile.MostUnpacked(file.Length))
            throw Damaged(
                $"its entry {PlainText.Short(entry.FullName)} unpacks to {entry.Length:N0} bytes, which the file can hardly hold");
        try
        {
            return new Checked(this, entry, entry.Open());
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            throw Damaged($"its entry {PlainText.Short(entry.FullName)} cannot be unpacked", error);
        }
    }

    public void Dispose()
    {
        archive.Dispose();
        file.Dispose();
    }

    private InputException Damaged(string what, Exception? inner = null) =>
        new($"Cannot read {path} as zip: {what}; the file is damaged, use another copy.", inner);

    private sealed class Checked(ZipFiles zip, ZipArchiveEntry entry, Stream inner) : ForwardStream
    {
        private readonly Crc32 sum = new();
        private long done;

        public override int Read(Span<byte> buffer)
        {
            try
            {
                int read = inner.Read(buffer);
                sum.Append(buffer[..read]);
                done += read;
                if (done > entry.Length || (read == 0 && buffer.Length > 0 && done < entry.Length))
                    throw Wrong($"unpacks to {(read == 0 ? done : "more")} bytes, expected {entry.Length:N0}");
                if (done == entry.Length && sum.GetCurrentHashAsUInt32() != entry.Crc32)
                    throw Wrong("has another check sum than the directory says");
                return read;
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                throw Wrong("cannot be unpacked", error);
            }
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }

        private InputException Wrong(string what, Exception? inner = null) =>
            zip.Damaged($"its entry {PlainText.Short(entry.FullName)} {what}", inner);
    }
}
