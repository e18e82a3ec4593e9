using System.Buffers.Binary;
using System.IO.Compression;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>Gzip files (RFC 1952) of users, with the checks that unpacking alone leaves out.</summary>
internal static class GzipFile
{
    /// <summary>
    /// The largest compression ratio accepted above <see cref="AnyRatio"/> unpacked bytes, against decompression bombs: MNIST is packed 5
    /// to 1; deflate can reach 1,032 to 1, so a few crafted megabytes would fill the memory.
    /// </summary>
    private const long MostRatio = 100, AnyRatio = 64 << 20;

    private const int Least = 18;

    public static bool IsGzip(ReadOnlySpan<byte> beginning) => beginning is [0x1F, 0x8B, ..];

    /// <summary>The most bytes that packed ones may become.</summary>
    public static long MostUnpacked(long packed) => Math.Max(AnyRatio, packed * MostRatio);

    /// <summary>The first bytes of what a file unpacks to; none if it cannot be unpacked.</summary>
    public static byte[] ReadBeginning(string path, int count)
    {
        using FileStream file = InputFile.Open(path);
        try
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            byte[] bytes = new byte[count];
            return bytes[..unpacked.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return [];
        }
    }

    /// <summary>
    /// The last four bytes of a gzip file: what it unpacks to, modulo 2³². A file that was truncated, has trailing bytes, or is several
    /// concatenated does not end with the size of all its data; the stream alone would not detect that.
    /// </summary>
    /// <returns>Null: the file ends within its header.</returns>
    public static uint? UnpackedLength(FileStream file)
    {
        if (file.Length < Least)
            return null;
        Span<byte> size = stackalloc byte[sizeof(uint)];
        file.Position = file.Length - sizeof(uint);
        file.ReadExactly(size);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    /// <summary>What a file unpacks to, from front to back; where it ends, its length has been compared.</summary>
    /// <exception cref="InputException">
    /// It is too short; or, while it is read, it is damaged, or unpacks to far more than it holds.
    /// </exception>
    public static Stream Open(FileStream file, string path) => new Checked(
        path, new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), file.Length,
        UnpackedLength(file) ?? throw Damaged(path, "its gzip data ends within its header"));

    private static InputException Damaged(string path, string what, Exception? inner = null) =>
        new($"Cannot read {path}: {what}; the file is damaged, use another copy.", inner);

    private sealed class Checked(string path, GZipStream inner, long packed, uint expected) : ForwardStream
    {
        private long sum;

        public override int Read(Span<byte> buffer)
        {
            try
            {
                int read = inner.Read(buffer);
                sum += read;
                if (sum > MostUnpacked(packed))
                    throw Damaged(path, $"it unpacks to more than {MostUnpacked(packed):N0} bytes, {MostRatio} times its own");
                if (read == 0 && buffer.Length > 0 && (uint)sum != expected)
                    throw Damaged(
                        path, $"it unpacks to {sum:N0} bytes, but ends as if it were {expected:N0}: it was cut short, or bytes follow");
                return read;
            }
            catch (InvalidDataException error)
            {
                throw Damaged(path, "its gzip data cannot be unpacked", error);
            }
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
