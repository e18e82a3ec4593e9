using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Png;

/// <summary>
/// Reads PNG (W3C, "Portable Network Graphics Specification, Third Edition"): gray, gray + alpha, RGB, RGBA of 8 bits; palette and gray of
/// 1, 2, 4 or 8 bits. Refused: 16 bits and interlacing. Every chunk's check sum is verified, and so is that of the pixel data.
/// </summary>
public static class PngReader
{
    private const long MaximumFile = 1L << 28;

    /// <summary>Deflate cannot pack more than 1,032 bytes into one: a header that promises more is a bomb, or damaged.</summary>
    private const long MaximumDeflateRatio = 1032;

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads the file <paramref name="path"/>.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or of a kind not supported; the sentence names it.</exception>
    public static PngImage Read(string path) => Decode(InputFile.ReadAllBytes(path, MaximumFile), path);

    /// <summary>Decodes a PNG in memory. Palettes become RGB; a transparent colour or palette entry becomes an alpha channel.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InputException">As <see cref="Read"/>.</exception>
    public static PngImage Decode(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(Signature))
            throw new InputException($"Cannot read {name} as PNG: it does not begin with the PNG signature; convert it to PNG first.");

        PngHeader? header = null;
        byte[]? palette = null, transparency = null;
        var data = new MemoryStream();
        bool dataEnded = false;
        ReadOnlySpan<byte> rest = file[Signature.Length..];
        while (true)
        {
            string type = NextChunk(ref rest, name, out ReadOnlySpan<byte> content);
            if (header is null && type != "IHDR")
                throw Damaged(name, $"its first chunk is {type}, expected IHDR");
            dataEnded |= data.Length > 0 && type != "IDAT";
            switch (type)
            {
                case "IHDR" when header is null:
                    header = PngHeader.Parse(content, name);
                    break;
                case "PLTE" when palette is null && data.Length == 0:
                    palette = content.ToArray();
                    break;
                case "tRNS" when transparency is null && data.Length == 0:
                    transparency = content.ToArray();
                    break;
                case "IDAT" when !dataEnded:
                    data.Write(content);
                    break;
                case "IEND":
                    byte[] rows = Inflate(data, header!.Value, name);
                    return PngPixels.Expand(header.Value, rows, palette, transparency, name);
                case "IHDR" or "PLTE" or "tRNS" or "IDAT":
                    throw Damaged(name, $"it has a chunk {type} where none may stand");
                default:
                    // An upper-case first letter marks a chunk without which the image cannot be understood; others may be passed over.
                    if (char.IsAsciiLetterUpper(type[0]))
                        throw Damaged(name, $"it has a chunk {type}, which is not known");
                    break;
            }
        }
    }

    internal static InputException Damaged(string name, string what, Exception? inner = null) =>
        new($"Cannot read {name} as PNG: {what}; the file is damaged, use another copy.", inner);

    /// <summary>A chunk: 4 bytes of length, 4 letters of type, the content, and 4 bytes of CRC over type and content.</summary>
    private static string NextChunk(ref ReadOnlySpan<byte> rest, string name, out ReadOnlySpan<byte> content)
    {
        const int Frame = 12;
        if (rest.Length < Frame)
            throw Damaged(name, rest.IsEmpty ? "it ends without an IEND chunk" : $"it ends after {rest.Length} bytes of a chunk");

        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        ReadOnlySpan<byte> typeBytes = rest.Slice(4, 4);
        foreach (byte letter in typeBytes)
            if (!char.IsAsciiLetter((char)letter))
                throw Damaged(name, $"the type of a chunk is {Convert.ToHexString(typeBytes)}, expected four letters");

        string type = Encoding.ASCII.GetString(typeBytes);
        if (length > rest.Length - Frame)
            throw Damaged(name, $"its chunk {type} claims {length:N0} bytes, but only {rest.Length - Frame:N0} follow");

        content = rest.Slice(8, (int)length);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(rest.Slice(8 + (int)length, 4));
        uint computed = Crc32.Compute(typeBytes, content);
        if (stored != computed)
            throw Damaged(name, $"the check sum of its chunk {type} is {stored:X8}, expected {computed:X8}");
        rest = rest[(Frame + (int)length)..];
        return type;
    }

    /// <summary>Unpacks the rows, takes the filters off, and gives them back without their filter bytes: Height × RowBytes.</summary>
    private static byte[] Inflate(MemoryStream data, PngHeader header, string name)
    {
        int rowBytes = header.RowBytes;
        long expected = (rowBytes + 1L) * header.Height;
        if (data.Length == 0)
            throw Damaged(name, "it has no IDAT chunk, so no pixels");
        if (expected > data.Length * MaximumDeflateRatio)
            throw Damaged(name, $"{data.Length:N0} bytes cannot hold {header.Width:N0}×{header.Height:N0} pixels");

        byte[] rows = new byte[(long)rowBytes * header.Height];
        Span<byte> above = new byte[rowBytes];
        data.Position = 0;
        try
        {
            using var stream = new ZLibStream(data, CompressionMode.Decompress);
            for (int y = 0; y < header.Height; y++)
            {
                int filter = stream.ReadByte();
                Span<byte> row = rows.AsSpan(y * rowBytes, rowBytes);
                if (filter < 0 || stream.ReadAtLeast(row, rowBytes, throwOnEndOfStream: false) < rowBytes)
                    throw Damaged(name, $"its pixels end in row {y:N0} of {header.Height:N0}");
                if (filter >= PngFilter.Kinds)
                    throw Damaged(name, $"row {y:N0} has filter {filter}, expected 0 to 4");
                PngFilter.Restore(filter, row, above, header.FilterStep);
                above = row;
            }

            // Reading on to the end also makes the stream compare its own check sum.
            if (stream.ReadByte() >= 0)
                throw Damaged(name, $"it holds more pixels than {header.Width:N0}×{header.Height:N0}");
        }
        catch (InvalidDataException error)
        {
            throw Damaged(name, "its pixels cannot be unpacked", error);
        }

        return rows;
    }
}
