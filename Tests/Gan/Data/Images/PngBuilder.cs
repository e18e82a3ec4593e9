using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Tests.Gan.Data.Images;

/// <summary>PNG files put together by hand, chunk by chunk, so that a test can get any of them wrong.</summary>
internal sealed class PngBuilder
{
    private readonly List<byte> _file = [.. PngCheck.Signature];

    internal static PngBuilder WithHeader(int width, int height, int bitDepth, int colour, int interlace = 0) =>
        new PngBuilder().Header(width, height, bitDepth, colour, interlace: interlace);

    internal PngBuilder Header(long width, long height, int bitDepth, int colour, int compression = 0, int filter = 0, int interlace = 0)
    {
        var content = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(content, (uint)width);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4), (uint)height);
        (content[8], content[9], content[10], content[11], content[12]) = (
            (byte)bitDepth, (byte)colour, (byte)compression, (byte)filter, (byte)interlace);
        return Chunk("IHDR", content);
    }

    internal PngBuilder Chunk(string type, params byte[] content)
    {
        _file.AddRange(ChunkBytes(type, content));
        return this;
    }

    /// <summary>IDAT with the given rows, each a filter byte and its differences, over as many chunks as wanted.</summary>
    internal PngBuilder Rows(byte[] rows, int chunks = 1)
    {
        byte[] packed = Pack(rows);
        int size = (packed.Length + chunks - 1) / chunks;
        foreach (byte[] part in packed.Chunk(size))
            Chunk("IDAT", part);
        return this;
    }

    internal PngBuilder Raw(params byte[] bytes)
    {
        _file.AddRange(bytes);
        return this;
    }

    internal byte[] End() => Chunk("IEND").Bytes();

    internal byte[] Bytes() => [.. _file];

    internal static byte[] Pack(byte[] rows)
    {
        var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(rows);
        return packed.ToArray();
    }

    /// <summary>The bytes of one chunk with a check sum that is wrong by one bit.</summary>
    internal static byte[] WrongSum(string type, params byte[] content)
    {
        byte[] bytes = ChunkBytes(type, content);
        bytes[^1] ^= 1;
        return bytes;
    }

    /// <summary>Length, type, content, check sum.</summary>
    private static byte[] ChunkBytes(string type, byte[] content)
    {
        byte[] length = new byte[4], sum = new byte[4], summed = [.. Ascii(type), .. content];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.HashToUInt32(summed));
        return [.. length, .. summed, .. sum];
    }

    /// <summary>The same file with the check sums that its chunks ought to have, as far as they can be found.</summary>
    internal static byte[] WithSums(byte[] file)
    {
        if (!file.AsSpan().StartsWith(PngCheck.Signature))
            return file;
        for (int at = PngCheck.Signature.Length; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            BinaryPrimitives.WriteUInt32BigEndian(
                file.AsSpan(at + 8 + (int)length), Crc32.HashToUInt32(file.AsSpan(at + 4, 4 + (int)length)));
            at += 12 + (int)length;
        }

        return file;
    }

    internal static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
