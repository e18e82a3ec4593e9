using System.Globalization;
using System.IO.Compression;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Export;

/// <summary>
/// Arrays by name in numpy's format (numpy.org/doc/stable/reference/generated/numpy.lib.format.html): a zip archive with a file NAME.npy
/// for each. Such a file has the six bytes "\x93NUMPY", the version 1 0, the length of a header in two bytes, the header (a Python
/// dictionary with element type, order and shape, filled with spaces and a line feed so that the data begin at a multiple of 64 bytes), and
/// the numbers, row-major and little-endian.
/// </summary>
internal static class NpzFile
{
    private const int Alignment = 64, Fixed = 10;

    /// <summary>An array's element type in numpy's words, its shape, and its bytes.</summary>
    public readonly record struct Entry(string Type, int[] Shape, ReadOnlyMemory<byte> Data);

    /// <summary>Unsigned bytes.</summary>
    public static Entry Bytes(ReadOnlyMemory<byte> values, params int[] shape) => new("|u1", shape, values);

    /// <summary>Whole numbers of 64 bits.</summary>
    public static Entry Longs(ReadOnlySpan<long> values, params int[] shape) => Of(SafeTensor.FromInt64(values, shape));

    public static Entry Of(SafeTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        string type = tensor.DType switch
        {
            "F32" => "<f4",
            "I64" => "<i8",
            _ => throw new InputException($"A tensor of type {tensor.DType} has no form in an npz file here; expected F32 or I64."),
        };
        return new(type, tensor.Shape, tensor.Data);
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Entry>> entries) => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, Entry entry) in entries)
        {
            // Weights do not shrink; pictures do, and numpy reads both.
            CompressionLevel level = entry.Type == "|u1" ? CompressionLevel.Fastest : CompressionLevel.NoCompression;
            ZipArchiveEntry file = archive.CreateEntry($"{name}.npy", level);
            file.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(10);
            using Stream target = file.Open();
            target.Write(Header(entry));
            target.Write(entry.Data.Span);
        }
    });

    private static byte[] Header(Entry entry)
    {
        string sizes = string.Join(", ", entry.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        string words = $"{{'descr': '{entry.Type}', 'fortran_order': False, 'shape': ({sizes}{(entry.Shape.Length == 1 ? "," : "")}), }}";
        int length = (Fixed + words.Length + 1 + Alignment - 1) / Alignment * Alignment;
        string padded = words.PadRight(length - Fixed - 1) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)padded.Length, (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded)];
    }
}
