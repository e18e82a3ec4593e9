using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace GanFromScratch.Tests.Gan.Export;

/// <summary>A reader of npz files, written from the description of numpy's format, versions 1 and 2.</summary>
internal static partial class NpyReader
{
    /// <summary>An array: its element type, its shape, its bytes.</summary>
    public sealed record Array(string Type, int[] Shape, byte[] Data);

    public static Dictionary<string, Array> Read(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(entry => Path.ChangeExtension(entry.FullName, null), entry =>
        {
            using Stream stream = entry.Open();
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return Parse(bytes.ToArray());
        });
    }

    private static Array Parse(byte[] file)
    {
        Assert.That(file.AsSpan()[..6].SequenceEqual((byte[])[0x93, .. "NUMPY"u8]), "the magic number");
        Assert.That(file[6..8], Is.EqualTo(new byte[] { 1, 0 }), "the version");
        int length = BitConverter.ToUInt16(file, 8), begin = 10 + length;
        Assert.That(begin % 64, Is.Zero, "the data are aligned");
        string header = Encoding.ASCII.GetString(file, 10, length);
        Match match = Header().Match(header);
        Assert.That(match.Success, header);
        int[] shape =
        [
            .. match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(int.Parse),
        ];
        string type = match.Groups["type"].Value;
        Assert.That(file.Length - begin, Is.EqualTo(shape.Aggregate(1, (a, b) => a * b) * (type[^1] - '0')), "bytes of the numbers");
        return new(type, shape, file[begin..]);
    }

    [GeneratedRegex(@"^\{'descr': '(?<type>[<|][fiu]\d)', 'fortran_order': False, 'shape': \((?<shape>[\d, ]*)\), \} *\n$")]
    private static partial Regex Header();
}
