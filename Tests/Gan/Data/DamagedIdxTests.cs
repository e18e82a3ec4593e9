using System.IO.Compression;
using GanFromScratch.Gan.Data;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data;

/// <summary>Idx files that must be refused, plain and within gzip.</summary>
public sealed class DamagedIdxTests
{
    private static readonly byte[] Sound = [0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9];

    private static IEnumerable<TestCaseData> Files => Table().Select(file => file.AsTestCase());

    [TestCaseSource(nameof(Files))]
    public void Is_refused(DamagedFile file) => file.AssertRefused("train-images-idx3-ubyte", path => IdxFile.Read(path));

    internal static IEnumerable<DamagedFile> Table()
    {
        yield return new("empty file", [], "ends within its header");
        yield return new("one byte", [0], "ends within its header");
        yield return new("cut within the dimensions", Sound[..6], "ends within its header");
        yield return new("cut before the elements", Sound[..8], "ask for 3 bytes, but only 0 follow");
        yield return new("cut within the elements", Sound[..10], "3 bytes");
        yield return new("bytes at the end", [.. Sound, 0], "more bytes follow than the 3");
        yield return new("does not begin with zeros", [1, .. Sound[1..]], "begins with 01000801");
        yield return new("a PNG", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], "begins with 89504E47", "choose an idx file");
        yield return new("signed bytes", Type(0x09), "signed bytes (0x09)", "convert it");
        yield return new("16-bit integers", Type(0x0B), "16-bit integers");
        yield return new("32-bit integers", Type(0x0C), "32-bit integers");
        yield return new("floats", Type(0x0D), "floats");
        yield return new("doubles", Type(0x0E), "doubles");
        yield return new("unknown type", Type(0x2A), "unknown type 0x2A");
        yield return new("no dimensions", [0, 0, 8, 0, 7], "0 dimensions");
        yield return new("five dimensions", [0, 0, 8, 5, .. new byte[20]], "5 dimensions, expected 1 to 4");
        yield return new("a dimension below zero", [0, 0, 8, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1], "multiply to more than");
        yield return new("dimensions that overflow 32 bits", [0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0], "multiply to more than");
        yield return new(
            "dimensions that overflow 64 bits", [0, 0, 8, 3, 0x7F, 0, 0, 0, 0x7F, 0, 0, 0, 0x7F, 0, 0, 0], "multiply to more than");
        yield return new(
            "a zero among huge dimensions",
            [0, 0, 8, 4, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF], "multiply to more than");
        yield return new(
            "two images of 16,384² and nothing of them", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0x40, 0, 0, 0, 0x40, 0], "16,384×16,384");
        yield return new("gzip without its trailer", Gzip(Sound)[..^8], "ends as if it unpacked to");
        yield return new("gzip with bytes behind its end", [.. Gzip(Sound), 9, 9, 9, 9], "ends as if it unpacked to");
        yield return new("little-endian dimensions", [0, 0, 8, 1, 3, 0, 0, 0, 7, 8, 9], "50,331,648 bytes", "more than the file can hold");
        yield return new("a gzip header alone", [0x1F, 0x8B], "train-images");
        yield return new("gzip of nothing", Gzip([]), "ends within its header");
        yield return new("gzip of a short file", Gzip(Sound[..10]), "make 11 bytes, but its gzip data ends as if it unpacked to 10");
        yield return new("gzip of a long file", Gzip([.. Sound, 0]), "make 11 bytes, but its gzip data ends as if it unpacked to 12");
        yield return new(
            "gzip that promises a gigabyte", Gzip([0, 0, 8, 1, 0x40, 0, 0, 0]), "1,073,741,824 bytes", "more than the file can hold");
        yield return new("gzip cut short", Gzip(Sound)[..14], "as idx");
        yield return new("gzip cut shortly before its check sum", Gzip(Sound)[..^12], "as idx");
        yield return new("gzip with a wrong check sum", Changed(Gzip(Sound), ^8), "cannot be unpacked");
        yield return new("gzip with a wrong length", Changed(Gzip(Sound), ^1), "but its gzip data ends as if it unpacked to");
        yield return new("gzip with an unknown method", Changed(Gzip(Sound), 2), "cannot be unpacked");
        yield return new("gzip within gzip", Gzip(Gzip(Sound)), "begins with 1F8B");
    }

    private static byte[] Type(byte type) => [0, 0, type, .. Sound[3..]];

    private static byte[] Changed(byte[] bytes, Index place)
    {
        bytes[place] ^= 0x55;
        return bytes;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(bytes);
        return packed.ToArray();
    }
}
