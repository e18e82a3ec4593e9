using System.Buffers.Binary;
using System.IO.Compression;
using GanFromScratch.Engine;
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
    internal const byte UnsignedByte = 0x08;
    internal const int MaximumDimensions = 4;

    /// <summary>Reads <paramref name="path"/>.</summary>
    /// <exception cref="InputException">The file is missing, damaged, of another element type, shorter or longer than it says.</exception>
    public static IdxFile Read(string path)
    {
        using var stream = new IdxStream(path);
        byte[] data = new byte[stream.Length];
        stream.Read(data);
        return new IdxFile(stream.Dimensions, data);
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

    internal static string Format(ReadOnlySpan<int> dimensions) => string.Join('×', dimensions.ToArray());
}
