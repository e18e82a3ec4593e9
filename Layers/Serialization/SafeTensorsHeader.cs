using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace GanFromScratch.Layers.Serialization;

/// <summary>
/// The JSON header: {"name": {"dtype": …, "shape": […], "data_offsets": [start, end]}, …, "__metadata__": {"key": "text"}}. Offsets count
/// from the end of the header. Read and written token by token: no reflection, so trimming the program removes nothing it needs.
/// </summary>
internal sealed class SafeTensorsHeader
{
    internal const string MetadataKey = "__metadata__";

    /// <summary>The reference implementation's limit: a longer header is treated as an attack on the reader's memory.</summary>
    internal const int MaximumLength = 100_000_000;

    internal sealed record Entry(string Name, string DType, int[] Shape, long Start, long End);

    /// <summary>In the order of the data once <see cref="CheckLayout"/> has run.</summary>
    internal List<Entry> Entries { get; } = [];

    internal Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    internal static byte[] Write(IEnumerable<KeyValuePair<string, SafeTensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // This JSON is not read by browsers, so names need no escaping of non-ASCII characters.
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            writer.WriteStartObject(MetadataKey);
            foreach ((string key, string text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                writer.WriteString(key, text);
            writer.WriteEndObject();
        }

        long offset = 0;
        foreach ((string name, SafeTensor tensor) in tensors)
        {
            writer.WriteStartObject(name);
            writer.WriteString("dtype", tensor.DType);
            writer.WriteStartArray("shape");
            foreach (int size in tensor.Shape)
                writer.WriteNumberValue(size);
            writer.WriteEndArray();
            writer.WriteStartArray("data_offsets");
            writer.WriteNumberValue(offset);
            writer.WriteNumberValue(offset += tensor.Data.Length);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    internal static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, string path)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
            throw SafeTensors.Damaged(path, "its header does not begin with '{'");
        if (!Utf8.IsValid(json))
            throw SafeTensors.Damaged(path, "its header is not UTF-8");

        var header = new SafeTensorsHeader();
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                if (!names.Add(name))
                    throw SafeTensors.Damaged(path, $"the name '{name}' appears twice in its header");
                if (name == MetadataKey)
                    header.ReadMetadata(ref reader, path);
                else
                    header.Entries.Add(ReadEntry(ref reader, name, path));
            }

            // This throws on anything other than spaces after the closing brace.
            reader.Read();
            return header;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape such as \ud800, an unpaired surrogate.
            throw SafeTensors.Damaged(path, $"its header is not correct JSON near byte {reader.BytesConsumed:N0}", error);
        }
    }

    /// <summary>Sorts the entries by data offset and checks that the data fills the file from 0 without gaps or overlaps.</summary>
    /// <returns>Bytes of data altogether.</returns>
    internal long CheckLayout(string path)
    {
        // Empty tensors share an offset and are ordered by name.
        Entries.Sort((a, b) =>
        {
            int order = (a.Start, a.End).CompareTo((b.Start, b.End));
            return order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
        });
        long position = 0;
        foreach (Entry entry in Entries)
        {
            if (entry.End < entry.Start)
                throw SafeTensors.Damaged(path, $"tensor '{entry.Name}' ends at {entry.End:N0}, before its start {entry.Start:N0}");
            if (entry.Start != position)
                throw SafeTensors.Damaged(path,
                    $"tensor '{entry.Name}' starts at {entry.Start:N0}, expected {position:N0}: there is " +
                    $"{(entry.Start < position ? "an overlap" : "a hole")}");

            long? bytes = SafeTensor.ByteCount(entry.DType, entry.Shape);
            if (bytes is null)
                throw SafeTensors.Damaged(path, $"tensor '{entry.Name}' has shape {SafeTensor.Format(entry.Shape)}, whose size overflows");
            if (bytes != entry.End - entry.Start)
                throw SafeTensors.Damaged(path,
                    $"tensor '{entry.Name}' of type {entry.DType} and shape {SafeTensor.Format(entry.Shape)} needs {bytes:N0} bytes " +
                    $"but has {entry.End - entry.Start:N0}");
            if (bytes > Array.MaxLength)
                throw SafeTensors.Damaged(path, $"tensor '{entry.Name}' has {bytes:N0} bytes, more than an array holds");
            position = entry.End;
        }

        return position;
    }

    private void ReadMetadata(ref Utf8JsonReader reader, string path)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey, "an object", path);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey}.{key}", "a text", path);
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw SafeTensors.Damaged(path, $"the key '{key}' appears twice in its metadata");
        }
    }

    private static Entry ReadEntry(ref Utf8JsonReader reader, string name, string path)
    {
        string? dtype = null;
        long[]? shape = null, offsets = null;
        var fields = new HashSet<string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, name, "an object", path);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            if (!fields.Add(field))
                throw SafeTensors.Damaged(path, $"the field '{field}' of tensor '{name}' appears twice in its header");
            switch (field)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, $"{name}.dtype", "a text", path);
                    dtype = reader.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, $"{name}.shape", path);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, $"{name}.data_offsets", path);
                    break;
                default:
                    // A field of a later version of the format: skipped, as in the reference implementation.
                    reader.Skip();
                    break;
            }
        }

        if (dtype is null || shape is null || offsets is null)
            throw SafeTensors.Damaged(path,
                $"tensor '{name}' lacks its {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if (SafeTensor.ElementSize(dtype) == 0)
            throw SafeTensors.Damaged(path, $"tensor '{name}' has type '{dtype}', expected {SafeTensor.Types}");
        if (offsets.Length != 2)
            throw SafeTensors.Damaged(path, $"tensor '{name}' has {offsets.Length} data_offsets, expected 2");
        if (shape.FirstOrDefault(size => size > int.MaxValue) is var large and not 0)
            throw SafeTensors.Damaged(path, $"tensor '{name}' has a side of {large:N0}, expected at most {int.MaxValue:N0}");

        return new Entry(name, dtype, Array.ConvertAll(shape, size => (int)size), offsets[0], offsets[1]);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string where, string path)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, where, "a list", path);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw SafeTensors.Damaged(path, $"{where} holds something other than whole numbers from 0 on");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string where, string what, string path)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw SafeTensors.Damaged(path, $"{where} in its header is not {what}");
    }
}
