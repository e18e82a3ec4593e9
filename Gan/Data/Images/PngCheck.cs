using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>
/// What ImageSharp does not look at in a PNG (W3C, "Portable Network Graphics Specification, Third Edition"): the check sums of all chunks
/// and of the pixels, the order of chunks, pixels that are too few or too many, colours outside of the palette, bytes behind the end.
/// </summary>
internal sealed class PngCheck
{
    /// <summary>From here on each of the seven images of an interlaced one has a column.</summary>
    public const int LeastInterlacedWidth = 5;

    private const int Frame = 12, Gray = 0, Rgb = 2, Palette = 3, GrayAlpha = 4, Rgba = 6;

    private readonly ArrayBufferWriter<byte> data = new();
    private int width, height, bitDepth, colour, colours, interlace;
    private bool hasHeader, dataEnded, hasAlphas;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private int Samples => colour switch { GrayAlpha => 2, Rgb => 3, Rgba => 4, _ => 1 };

    /// <summary>What is wrong with the file, to stand in a sentence; null: nothing.</summary>
    public static string? Problem(ReadOnlySpan<byte> file) =>
        file.StartsWith(Signature) ? new PngCheck().Chunks(file[Signature.Length..]) : "it does not begin with the PNG signature";

    /// <summary>What the header of a file without problems says.</summary>
    public static bool IsInterlaced(ReadOnlySpan<byte> file) => file[28] != 0;

    /// <summary>ImageSharp 2.1 reads the transparent colour of images of 16 bits with its bytes swapped; so it gets them.</summary>
    /// <param name="file">Without problems.</param>
    /// <returns>The file, or a changed copy.</returns>
    public static byte[] WithSwappedTransparency(byte[] file)
    {
        if (file[24] != 16)
            return file;
        byte[] copy = [.. file];
        int length;
        for (int at = Signature.Length; at < copy.Length; at += Frame + length)
        {
            length = BinaryPrimitives.ReadInt32BigEndian(copy.AsSpan(at));
            if (!copy.AsSpan(at + 4).StartsWith("tRNS"u8))
                continue;
            Span<ushort> colours = MemoryMarshal.Cast<byte, ushort>(copy.AsSpan(at + 8, length));
            BinaryPrimitives.ReverseEndianness(colours, colours);
        }

        return copy;
    }

    /// <summary>A chunk: 4 bytes of length, 4 letters of type, the content, and 4 bytes of CRC over type and content.</summary>
    private string? Chunks(ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            if (rest.Length < Frame)
                return rest.IsEmpty ? "it ends without an IEND chunk" : $"it ends after {rest.Length} bytes of a chunk";
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            ReadOnlySpan<byte> letters = rest.Slice(4, 4);
            foreach (byte letter in letters)
                if (!char.IsAsciiLetter((char)letter))
                    return $"the type of a chunk is {Convert.ToHexString(letters)}, expected four letters";
            string type = Encoding.ASCII.GetString(letters);
            if (length > rest.Length - Frame)
                return $"its chunk {type} claims {length:N0} bytes, but only {rest.Length - Frame:N0} follow";

            ReadOnlySpan<byte> content = rest.Slice(8, (int)length);
            uint stored = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
            uint computed = Crc32.HashToUInt32(rest.Slice(4, 4 + (int)length));
            // Texts and other chunks that no pixel depends on are not looked at.
            if (stored != computed && (char.IsAsciiLetterUpper(type[0]) || type == "tRNS"))
                return $"the check sum of its chunk {type} is {stored:X8}, expected {computed:X8}";
            rest = rest[(Frame + (int)length)..];
            if (Chunk(type, content) is string problem)
                return problem;
            if (type == "IEND")
                return rest.IsEmpty ? Pixels() : $"{rest.Length:N0} bytes follow its end";
        }
    }

    private string? Chunk(string type, ReadOnlySpan<byte> content)
    {
        if (!hasHeader && type != "IHDR")
            return $"its first chunk is {type}, expected IHDR";
        dataEnded |= data.WrittenCount > 0 && type != "IDAT";
        switch (type)
        {
            case "IHDR" when !hasHeader:
                hasHeader = true;
                return Header(content);
            case "PLTE" when colours == 0 && data.WrittenCount == 0:
                colours = content.Length / 3;
                return colour is Gray or GrayAlpha ? "a gray image has a PLTE chunk"
                    : content.Length % 3 == 0 && colours is >= 1 and <= 256 ? null
                    : $"its palette has {content.Length} bytes, expected 3 to 768 in threes";
            case "tRNS" when !hasAlphas && data.WrittenCount == 0:
                hasAlphas = true;
                if (colour is GrayAlpha or Rgba)
                    return "it has both an alpha channel and a tRNS chunk";
                if (colour == Palette)
                    return content.Length > colours ? $"its tRNS chunk has {content.Length} entries for {colours} colours" : null;
                return content.Length != 2 * Samples ? $"its tRNS chunk has {content.Length} bytes, expected {2 * Samples}" : null;
            case "IDAT" when !dataEnded:
                data.Write(content);
                return null;
            case "IEND":
                return null;
            case "IHDR" or "PLTE" or "tRNS" or "IDAT":
                return $"it has a chunk {type} where none may stand";
            default:
                // An upper-case first letter marks a chunk without which the image cannot be understood; others may be passed over.
                return char.IsAsciiLetterUpper(type[0]) ? $"it has a chunk {type}, which is not known" : null;
        }
    }

    private string? Header(ReadOnlySpan<byte> content)
    {
        const int Length = 13;
        if (content.Length != Length)
            return $"its IHDR chunk has {content.Length} bytes, expected {Length}";
        uint w = BinaryPrimitives.ReadUInt32BigEndian(content), h = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        (bitDepth, colour, interlace) = (content[8], content[9], content[12]);
        if (w is 0 or > ImageLimits.Side || h is 0 or > ImageLimits.Side)
            return $"its size is {w:N0}×{h:N0}";
        (width, height) = ((int)w, (int)h);
        if (content[10] != 0 || content[11] != 0)
            return $"its compression and filter methods are {content[10]} and {content[11]}, expected 0 and 0";
        if (interlace > 1)
            return $"its interlace method is {interlace}, expected 0 or 1";
        if (colour is not (Gray or Rgb or Palette or GrayAlpha or Rgba))
            return $"its colour type is {colour}, expected 0, 2, 3, 4 or 6";
        bool fits = bitDepth == 8 || (bitDepth == 16 && colour != Palette) || (bitDepth is 1 or 2 or 4 && colour is Gray or Palette);
        return fits ? null : $"it has {bitDepth} bits a sample, which colour type {colour} does not allow";
    }

    /// <summary>Unpacks all rows without keeping them: the stream compares its own check sum (Adler-32) at the end.</summary>
    private string? Pixels()
    {
        const byte PresetDictionary = 0x20;
        if (data.WrittenCount == 0)
            return "it has no IDAT chunk, so no pixels";
        if (colour == Palette && colours == 0)
            return "it lacks its PLTE chunk, the palette";
        // Deflate packs at most 1,032 bytes into one.
        if ((long)width * height * Samples * bitDepth / 8 > data.WrittenCount * 1032)
            return $"{data.WrittenCount:N0} bytes cannot hold {width:N0}×{height:N0} pixels";
        if (data.WrittenCount > 1 && (data.WrittenSpan[1] & PresetDictionary) != 0)
            return "its pixels are packed with a preset dictionary, which PNG does not allow";

        try
        {
            using var stream = new ZLibStream(new MemoryStream(data.WrittenSpan.ToArray()), CompressionMode.Decompress);
            foreach ((int w, int h) in Passes())
            {
                if (Rows(stream, w, h) is string problem)
                    return problem;
            }

            return stream.ReadByte() >= 0 ? $"it holds more pixels than {width:N0}×{height:N0}" : null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return "its pixels cannot be unpacked";
        }
    }

    /// <summary>Columns and rows of each of Adam7's seven images, or of the one image.</summary>
    private (int Width, int Height)[] Passes()
    {
        if (interlace == 0)
            return [(width, height)];
        (int X, int Y, int Across, int Down)[] passes =
            [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        return
        [
            .. passes
                .Select(pass => ((width - pass.X + pass.Across - 1) / pass.Across, (height - pass.Y + pass.Down - 1) / pass.Down))
                .Where(pass => pass.Item1 > 0 && pass.Item2 > 0),
        ];
    }

    private string? Rows(ZLibStream stream, int columns, int rows)
    {
        int rowBytes = ((columns * Samples * bitDepth) + 7) / 8;
        byte[] row = new byte[rowBytes + 1], above = new byte[rowBytes + 1];
        for (int y = 0; y < rows; y++)
        {
            if (stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                return $"its pixels end in row {y:N0} of {rows:N0}";
            if (row[0] > 4)
                return $"row {y:N0} has filter {row[0]}, expected 0 to 4";
            if (colour == Palette)
            {
                Unfilter(row, above);
                if (OutsideOfPalette(row.AsSpan(1), columns) is int index)
                    return $"row {y:N0} has colour {index} of a palette of {colours}";
                (row, above) = (above, row);
            }
        }

        return null;
    }

    /// <summary>The rows of a palette's indices: the filters look back by one byte (clause 9.2).</summary>
    private static void Unfilter(byte[] row, byte[] above)
    {
        int filter = row[0];
        above[0] = row[0] = 0;
        for (int x = 1; x < row.Length; x++)
        {
            int left = row[x - 1], up = above[x], corner = above[x - 1];
            row[x] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
        }

        static int Paeth(int left, int up, int corner)
        {
            int sum = left + up - corner, toLeft = Math.Abs(sum - left), toUp = Math.Abs(sum - up), toCorner = Math.Abs(sum - corner);
            return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
        }
    }

    private int? OutsideOfPalette(ReadOnlySpan<byte> row, int columns)
    {
        if (colours >= 1 << bitDepth)
            return null;
        int perByte = 8 / bitDepth;
        for (int x = 0; x < columns; x++)
        {
            int index = (row[x / perByte] >> (8 - (bitDepth * ((x % perByte) + 1)))) & ((1 << bitDepth) - 1);
            if (index >= colours)
                return index;
        }

        return null;
    }
}
