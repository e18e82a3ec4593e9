using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Png;

/// <summary>Writes 8-bit PNG: gray, gray + alpha, RGB and RGBA, each row with the filter that suits it.</summary>
public static class PngWriter
{
    /// <summary>Writes <paramref name="image"/> to <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, PngImage image)
    {
        byte[] file = Encode(image);
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>The whole file in memory.</summary>
    public static byte[] Encode(PngImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var file = new MemoryStream();
        file.Write(PngReader.Signature);

        Span<byte> header = stackalloc byte[PngHeader.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels switch
        {
            1 => PngColour.Gray,
            2 => PngColour.GrayAlpha,
            3 => PngColour.Rgb,
            _ => PngColour.Rgba,
        });
        header[10..].Clear();

        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Deflate(image));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Length, type, content, check sum.</summary>
    internal static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        byte[] typeBytes = Encoding.ASCII.GetBytes(type);
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(typeBytes);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(typeBytes, content));
        file.Write(number);
    }

    private static ReadOnlySpan<byte> Deflate(PngImage image)
    {
        var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            int rowBytes = image.Width * image.Channels;
            byte[] best = new byte[rowBytes], candidate = new byte[rowBytes];
            ReadOnlySpan<byte> above = new byte[rowBytes];
            for (int y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> row = image.Row(y);
                stream.WriteByte((byte)BestFilter(row, above, image.Channels, ref best, ref candidate));
                stream.Write(best);
                above = row;
            }
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    /// <summary>
    /// The filter whose differences, taken as signed bytes, have the least sum of absolute values: the specification's rule of thumb for
    /// what will compress best (clause 12.7). Leaves those differences in <paramref name="best"/>.
    /// </summary>
    private static int BestFilter(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, ref byte[] best, ref byte[] candidate)
    {
        int bestKind = 0;
        long bestSum = long.MaxValue;
        for (int kind = 0; kind < PngFilter.Kinds; kind++)
        {
            PngFilter.Apply(kind, row, above, step, candidate);
            long sum = 0;
            foreach (byte difference in candidate)
                sum += Math.Abs((int)(sbyte)difference);
            if (sum >= bestSum)
                continue;

            (bestKind, bestSum) = (kind, sum);
            (best, candidate) = (candidate, best);
        }

        return bestKind;
    }
}
