using System.Buffers.Binary;
using System.IO.Compression;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// The idx format of the MNIST pages: two zero bytes, the element type, the number of dimensions, each dimension as 32 bits big-endian,
/// then the elements. Supported: unsigned bytes (type 0x08), 1 to 4 dimensions, as they are or within gzip, which is recognised by its
/// first two bytes whatever the file is called.
/// </summary>
/// <param name="Dimensions">Sizes ≥ 0, outermost first: [N] for labels, [N, H, W] for images.</param>
/// <param name="Data">The product of the dimensions in bytes.</param>
public sealed record IdxFile(int[] Dimensions, byte[] Data)
{
    private const byte UnsignedByte = 0x08;
    private const int MaximumDimensions = 4;

    /// <summary>
    /// The largest compression ratio accepted above <see cref="AnyRatio"/> unpacked bytes, against decompression bombs: MNIST is packed 5
    /// to 1; deflate can reach 1,032 to 1, so a few crafted megabytes would fill the memory.
    /// </summary>
    private const long MostRatio = 100, AnyRatio = 64 << 20;

    private const int GzipTrailer = 8;

    /// <summary>Reads <paramref name="path"/>.</summary>
    /// <exception cref="InputException">The file is missing, damaged, of another element type, shorter or longer than it says.</exception>
    public static IdxFile Read(string path)
    {
        using FileStream file = InputFile.Open(path);
        try
        {
            bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            if (!gzip)
                return Read(file, path, length: file.Length, mostBytes: file.Length);

            uint length = UnpackedLength(file, path);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return Read(unpacked, path, length, mostBytes: Math.Max(AnyRatio, file.Length * MostRatio));
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, "its gzip data cannot be unpacked", error);
        }
        catch (IOException error)
        {
            throw InputFile.Unreadable(path, error);
        }
    }

    /// <summary>Writes an idx file, within gzip where <paramref name="path"/> ends in ".gz".</summary>
    /// <exception cref="InputException">The sizes do not fit together, or the file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<int> dimensions, ReadOnlyMemory<byte> data)
    {
        long expected = 1;
        foreach (int size in dimensions)
            expected *= size;
        if (dimensions.Length is < 1 or > MaximumDimensions || expected != data.Length)
            throw new ShapeException(
                $"Cannot write {path}: {data.Length:N0} bytes do not fill {Format(dimensions)}; give as many as the dimensions say.");

        byte[] header = Header(dimensions);
        AtomicFile.Write(path, file =>
        {
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                file.Write(header);
                file.Write(data.Span);
                return;
            }

            using var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
            packed.Write(header);
            packed.Write(data.Span);
        });
    }

    /// <summary>Writes gray images as N × H × W, the form of MNIST.</summary>
    public static void WriteImages(string path, ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        int[] dimensions = images.Channels == 1
            ? [images.Count, images.Height, images.Width]
            : [images.Count, images.Channels, images.Height, images.Width];
        Write(path, dimensions, images.Pixels);
    }

    /// <summary>Writes labels 0 … 255, a byte each.</summary>
    /// <exception cref="InputException">A label does not fit into a byte.</exception>
    public static void WriteLabels(string path, ReadOnlySpan<int> labels)
    {
        var bytes = new byte[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is < 0 or > byte.MaxValue)
                throw new InputException($"Cannot write {path}: label {i:N0} is {labels[i]}, expected 0 to 255; renumber the classes.");
            bytes[i] = (byte)labels[i];
        }

        Write(path, [labels.Length], bytes);
    }

    /// <summary>The file as images: [N, H, W] is gray, [N, C, H, W] has C planes.</summary>
    /// <param name="name">What the set and its errors are called.</param>
    /// <param name="labels">One label an image, or null.</param>
    /// <param name="classNames">A name for each class, or null.</param>
    /// <exception cref="InputException">The dimensions are not those of images, or the labels are too few or too many.</exception>
    public ImageSet ToImages(string name, IdxFile? labels = null, IReadOnlyList<string>? classNames = null)
    {
        ImageFormat format = Dimensions switch
        {
            [_, > 0 and var height, > 0 and var width] => new ImageFormat(1, height, width),
            [_, (1 or 3) and var channels, > 0 and var height, > 0 and var width] => new ImageFormat(channels, height, width),
            _ => throw new InputException(
                $"{name} has dimensions {Format(Dimensions)}, expected N×H×W or N×C×H×W with 1 or 3 channels; choose a file of images."),
        };
        if (labels is not null && labels.Dimensions.Length != 1)
            throw new InputException(
                $"The labels of {name} have dimensions {Format(labels.Dimensions)}, expected one; choose a file of labels.");
        return new ImageSet(name, format, Data, labels is null ? null : Array.ConvertAll(labels.Data, label => (int)label), classNames);
    }

    /// <summary>The bytes that stand before the elements in the file.</summary>
    internal byte[] Header() => Header(Dimensions);

    private static byte[] Header(ReadOnlySpan<int> dimensions)
    {
        var header = new byte[4 + (4 * dimensions.Length)];
        header[2] = UnsignedByte;
        header[3] = (byte)dimensions.Length;
        for (int d = 0; d < dimensions.Length; d++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * d)), dimensions[d]);
        return header;
    }

    /// <summary>
    /// The last four bytes of a gzip file (RFC 1952): what it unpacks to, modulo 2³². A file that was truncated, has trailing bytes, or is
    /// several concatenated does not end with the size of all its data; the stream alone would not detect that.
    /// </summary>
    private static uint UnpackedLength(FileStream file, string path)
    {
        if (file.Length < GzipTrailer)
            throw Damaged(path, "its gzip data ends within its header");
        Span<byte> size = stackalloc byte[sizeof(uint)];
        file.Position = file.Length - sizeof(uint);
        file.ReadExactly(size);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    /// <summary>
    /// Reads header and elements from <paramref name="stream"/>; one allocation, of the final size, and only of what is there.
    /// </summary>
    /// <param name="length">Bytes in the stream, modulo 2³² where it is unpacked.</param>
    /// <param name="mostBytes">What elements may take.</param>
    private static IdxFile Read(Stream stream, string path, long length, long mostBytes)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadHeader(stream, magic, path);
        if (magic[0] != 0 || magic[1] != 0)
            throw new InputException(
                $"Cannot read {path} as idx: it begins with {Convert.ToHexString(magic)}, expected 0000 and a type; choose an idx " +
                "file.");
        if (magic[2] != UnsignedByte)
            throw new InputException(
                $"Cannot read {path}: its elements are {TypeName(magic[2])}, expected unsigned bytes (0x08); convert it first.");
        if (magic[3] is < 1 or > MaximumDimensions)
            throw Damaged(path, $"it has {magic[3]} dimensions, expected 1 to {MaximumDimensions}");

        int[] dimensions = new int[magic[3]];
        Span<byte> size = stackalloc byte[4];
        long count = 1, bound = 1;
        for (int d = 0; d < dimensions.Length; d++)
        {
            ReadHeader(stream, size, path);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(size);
            // Below the limit before each product, so that a product of two never overflows 64 bits. A zero hides no size behind it.
            if (value > int.MaxValue || (bound *= Math.Max(value, 1)) > Array.MaxLength)
                throw Damaged(path, $"its dimensions multiply to more than {Array.MaxLength:N0} bytes");
            count *= value;
            dimensions[d] = (int)value;
        }

        if (dimensions is [_, .., var height, var width] and not [_, _])
            ImageLimits.CheckSize(path, width, height);
        if (count > mostBytes)
            throw Damaged(path, $"its dimensions {Format(dimensions)} ask for {count:N0} bytes, more than the file can hold");
        long expected = magic.Length + (size.Length * dimensions.Length) + count;
        if (stream is GZipStream && (uint)expected != length)
            throw Damaged(path,
                $"its dimensions {Format(dimensions)} make {expected:N0} bytes, but its gzip data ends as if it unpacked to {length:N0}: "
                + $"it was cut short, or other bytes follow it");

        byte[] data = new byte[count];
        int read = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (read < data.Length)
            throw Damaged(path, $"its dimensions {Format(dimensions)} ask for {count:N0} bytes, but only {read:N0} follow");
        // In a gzip file, reading past the end also makes the stream verify its checksum.
        if (stream.ReadByte() >= 0)
            throw Damaged(path, $"more bytes follow than the {count:N0} of its dimensions {Format(dimensions)}");
        return new IdxFile(dimensions, data);
    }

    private static void ReadHeader(Stream stream, Span<byte> bytes, string path)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw Damaged(path, "it ends within its header");
    }

    private static string TypeName(byte type) => type switch
    {
        0x09 => "signed bytes (0x09)",
        0x0B => "16-bit integers (0x0B)",
        0x0C => "32-bit integers (0x0C)",
        0x0D => "floats (0x0D)",
        0x0E => "doubles (0x0E)",
        _ => $"of unknown type 0x{type:X2}",
    };

    private static string Format(ReadOnlySpan<int> dimensions) => string.Join('×', dimensions.ToArray());

    private static InputException Damaged(string path, string what, Exception? inner = null) =>
        new($"Cannot read {path} as idx: {what}; the file is damaged, use another copy.", inner);
}
