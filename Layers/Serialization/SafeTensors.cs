using System.Buffers.Binary;
using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Serialization;

/// <summary>
/// Reads and writes the safetensors format (github.com/huggingface/safetensors, "Format"): the header's length N as 64 bits
/// little-endian, N bytes of JSON, then the tensors' bytes without gaps. It holds data only, no code, so untrusted files are safe to load,
/// and PyTorch, JAX and tinygrad read it as well.
/// </summary>
public static class SafeTensors
{
    private const int LengthBytes = 8;
    private const int HeaderAlignment = 8;

    /// <summary>
    /// Writes atomically and flushes to the disk. The same tensors give the same bytes: wide types come first, so that every tensor is
    /// aligned to its element size, and names are in ordinal order, as in the reference implementation.
    /// </summary>
    /// <exception cref="InputException">
    /// A name is "__metadata__", a tensor's bytes do not fit its shape, or the file cannot be written.
    /// </exception>
    public static void Save(
        string path, IReadOnlyDictionary<string, SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach ((string name, SafeTensor tensor) in tensors)
            CheckForSaving(path, name, tensor);

        List<KeyValuePair<string, SafeTensor>> ordered =
        [
            .. tensors.OrderByDescending(pair => SafeTensor.ElementSize(pair.Value.DType)).ThenBy(pair => pair.Key, StringComparer.Ordinal),
        ];
        byte[] json = SafeTensorsHeader.Write(ordered, metadata);
        if (json.Length > SafeTensorsHeader.MaximumLength)
            throw new InputException(
                $"Cannot write {path}: its header would have {json.Length:N0} bytes, expected at most " +
                $"{SafeTensorsHeader.MaximumLength:N0}; store fewer tensors in a file.");

        // Spaces after the JSON align the first tensor to eight bytes.
        byte[] padding = new byte[-json.Length & (HeaderAlignment - 1)];
        padding.AsSpan().Fill((byte)' ');
        byte[] length = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding.Length);

        AtomicFile.Write(path, stream =>
        {
            stream.Write(length);
            stream.Write(json);
            stream.Write(padding);
            foreach ((_, SafeTensor tensor) in ordered)
                stream.Write(tensor.Data);
        }, durable: true);
    }

    /// <summary>Reads and checks a whole file, as strictly as the reference implementation.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The limit on the total size of its tensors; a larger file is refused before any of it is read.</param>
    /// <exception cref="DamagedFileException">The file is truncated, too long, or not a safetensors file.</exception>
    /// <exception cref="InputException">
    /// It is missing, not permitted, larger than <paramref name="mostBytes"/>, or holds a type that is not supported.
    /// </exception>
    public static SafeTensorsFile Load(string path, long mostBytes = long.MaxValue)
    {
        using FileStream stream = InputFile.Open(path);
        try
        {
            SafeTensorsHeader header = ReadHeader(stream, path, out long dataBytes);
            if (dataBytes > mostBytes)
                throw new InputException(
                    $"Cannot read {path}: its tensors take {dataBytes:N0} bytes, expected at most {mostBytes:N0}; choose the file that " +
                    "belongs here.");
            var tensors = new Dictionary<string, SafeTensor>(StringComparer.Ordinal);
            foreach (SafeTensorsHeader.Entry entry in header.Entries)
            {
                byte[] data = new byte[entry.End - entry.Start];
                stream.ReadExactly(data);
                tensors.Add(entry.Name, new SafeTensor(entry.DType, entry.Shape, data));
            }

            return new SafeTensorsFile(tensors, header.Metadata);
        }
        catch (IOException error)
        {
            throw InputFile.Unreadable(path, error);
        }
    }

    /// <summary>The free text of a file. Its tensors are not read.</summary>
    /// <exception cref="InputException">As <see cref="Load"/>.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using FileStream stream = InputFile.Open(path);
        try
        {
            return ReadHeader(stream, path, out _).Metadata;
        }
        catch (IOException error)
        {
            throw InputFile.Unreadable(path, error);
        }
    }

    private static SafeTensorsHeader ReadHeader(FileStream stream, string path, out long dataBytes)
    {
        if (stream.Length < LengthBytes)
            throw Damaged(path, $"it has {stream.Length} bytes, expected at least {LengthBytes} for the header's length");

        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > SafeTensorsHeader.MaximumLength)
            throw Damaged(path, $"its header claims {length:N0} bytes, expected at most {SafeTensorsHeader.MaximumLength:N0}");
        if (length > (ulong)(stream.Length - LengthBytes))
            throw Damaged(path, $"its header claims {length:N0} bytes, but only {stream.Length - LengthBytes:N0} follow");

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        var header = SafeTensorsHeader.Parse(json, path);
        dataBytes = header.CheckLayout(path);
        long found = stream.Length - stream.Position;
        if (found != dataBytes)
            throw Damaged(path, $"its header promises {dataBytes:N0} bytes of data, but {found:N0} follow it");

        return header;
    }

    internal static DamagedFileException Damaged(string path, string what, Exception? inner = null) =>
        new($"Cannot read {path} as safetensors: {what}; the file is damaged or of another kind, use another copy.", inner);

    private static void CheckForSaving(string path, string name, SafeTensor tensor)
    {
        if (name == SafeTensorsHeader.MetadataKey)
            throw new InputException($"Cannot write {path}: a tensor is named '{name}', which the format reserves; give it another name.");
        if (SafeTensor.ElementSize(tensor.DType) == 0)
            throw new InputException(
                $"Cannot write {path}: tensor '{name}' has type {tensor.DType}, expected {SafeTensor.Types}; convert it first.");
        if (tensor.Shape.Any(size => size < 0) || SafeTensor.ByteCount(tensor.DType, tensor.Shape) != tensor.Data.Length)
            throw new ShapeException(
                $"Cannot write {path}: tensor '{name}' of type {tensor.DType} and shape {SafeTensor.Format(tensor.Shape)} has " +
                $"{tensor.Data.Length:N0} bytes, which do not fit; correct its shape.");
    }
}
