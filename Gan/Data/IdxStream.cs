using System.Buffers.Binary;
using System.IO.Compression;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Forms;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// An idx file, see <see cref="IdxFile"/>, read from front to back. Its dimensions are compared with what the file can hold before anything
/// is allocated for them.
/// </summary>
internal sealed class IdxStream : IPixels
{
    private readonly string path;
    private readonly FileStream file;
    private readonly Stream stream;
    private long left;

    /// <exception cref="InputException">The file cannot be opened, or its header is not that of such a file.</exception>
    public IdxStream(string path)
    {
        this.path = path;
        file = InputFile.Open(path);
        stream = file;
        try
        {
            bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            uint length = 0;
            if (gzip)
            {
                length = GzipFile.UnpackedLength(file) ?? throw Damaged(path, "its gzip data ends within its header");
                stream = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            }

            long most = gzip ? GzipFile.MostUnpacked(file.Length) : file.Length;
            Dimensions = ReadHeader(most);
            left = Length;
            long expected = 4 + (4 * Dimensions.Length) + Length;
            if (gzip && (uint)expected != length)
                throw Damaged(path,
                    $"its dimensions {Words} make {expected:N0} bytes, but its gzip data ends as if it unpacked to {length:N0}: it was cut "
                    + "short, or other bytes follow it");
        }
        catch (Exception error)
        {
            Dispose();
            if (error is IOException or InvalidDataException)
                throw Problem(error);
            throw;
        }
    }

    /// <summary>Sizes ≥ 0, outermost first: [N] for labels, [N, H, W] or [N, C, H, W] for images.</summary>
    public int[] Dimensions { get; }

    /// <summary>The bytes of all elements.</summary>
    public long Length => Dimensions.Aggregate(1L, (product, size) => product * size);

    public int Count => Dimensions[0];

    /// <exception cref="InputException">The dimensions are not those of images.</exception>
    public ImageFormat Format => Dimensions switch
    {
        [_, > 0 and var height, > 0 and var width] => new ImageFormat(1, height, width),
        [_, (1 or 3) and var channels, > 0 and var height, > 0 and var width] => new ImageFormat(channels, height, width),
        _ => throw new InputException(
            $"{path} has dimensions {Words}, expected N×H×W or N×C×H×W with 1 or 3 channels; choose a file of images."),
    };

    private string Words => IdxFile.Format(Dimensions);

    /// <summary>Reads the next elements; with the last of them the end of the file is checked.</summary>
    /// <exception cref="InputException">There are fewer, or more follow the last.</exception>
    public void Read(Span<byte> elements)
    {
        try
        {
            int read = stream.ReadAtLeast(elements, elements.Length, throwOnEndOfStream: false);
            if (read < elements.Length)
                throw Damaged(
                    path, $"its dimensions {Words} ask for {Length:N0} bytes, but only {Length - left + read:N0} follow");
            left -= read;
            // In a gzip file, reading past the end also makes the stream verify its checksum.
            if (left == 0 && stream.ReadByte() >= 0)
                throw Damaged(path, $"more bytes follow than the {Length:N0} of its dimensions {Words}");
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw Problem(error);
        }
    }

    public void Dispose()
    {
        if (stream != file)
            stream?.Dispose();
        file.Dispose();
    }

    private int[] ReadHeader(long mostBytes)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadHeader(magic);
        if (magic[0] != 0 || magic[1] != 0)
            throw new InputException(
                $"Cannot read {path} as idx: it begins with {Convert.ToHexString(magic)}, expected 0000 and a type; choose an idx " +
                "file.");
        if (magic[2] != IdxFile.UnsignedByte)
            throw new InputException(
                $"Cannot read {path}: its elements are {TypeName(magic[2])}, expected unsigned bytes (0x08); convert it first.");
        if (magic[3] is < 1 or > IdxFile.MaximumDimensions)
            throw Damaged(path, $"it has {magic[3]} dimensions, expected 1 to {IdxFile.MaximumDimensions}");

        int[] dimensions = new int[magic[3]];
        Span<byte> size = stackalloc byte[4];
        long count = 1, bound = 1;
        for (int d = 0; d < dimensions.Length; d++)
        {
            ReadHeader(size);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(size);
            // Below the limit before each product, so that a product of two never overflows 64 bits. A zero hides no size behind it.
            if (value > int.MaxValue || (bound *= Math.Max(value, 1)) > Array.MaxLength)
                throw Damaged(path, $"its dimensions multiply to more than {Array.MaxLength:N0} bytes");
            count *= value;
            dimensions[d] = (int)value;
        }

        if (dimensions is [_, .., var height, var width] and not [_, _])
            ImageLimits.CheckSize(path, width, height);
        return count <= mostBytes ? dimensions : throw Damaged(
            path, $"its dimensions {IdxFile.Format(dimensions)} ask for {count:N0} bytes, more than the file can hold");
    }

    private void ReadHeader(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw Damaged(path, "it ends within its header");
    }

    private InputException Problem(Exception error) => error is InvalidDataException
        ? Damaged(path, "its gzip data cannot be unpacked", error)
        : InputFile.Unreadable(path, error);

    private static string TypeName(byte type) => type switch
    {
        0x09 => "signed bytes (0x09)",
        0x0B => "16-bit integers (0x0B)",
        0x0C => "32-bit integers (0x0C)",
        0x0D => "floats (0x0D)",
        0x0E => "doubles (0x0E)",
        _ => $"of unknown type 0x{type:X2}",
    };

    private static InputException Damaged(string path, string what, Exception? inner = null) =>
        new($"Cannot read {path} as idx: {what}; the file is damaged, use another copy.", inner);
}
