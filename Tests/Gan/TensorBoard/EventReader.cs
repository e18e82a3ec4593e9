using System.Buffers.Binary;
using System.Text;

namespace GanFromScratch.Tests.Gan.TensorBoard;

/// <summary>A reader of TensorBoard's event files, written from the descriptions of TFRecord, Protocol Buffers and the messages.</summary>
internal static class EventReader
{
    /// <summary>An event: a step, and a version, the beginning of a session, or values by tag.</summary>
    public sealed record Event(double Time, long Step, string? Version, bool IsStart, IReadOnlyDictionary<string, Value> Values);

    /// <summary>A scalar, a picture or a histogram.</summary>
    public sealed record Value(float? Scalar, Picture? Picture, Histogram? Histogram);

    public sealed record Picture(long Height, long Width, long Channels, byte[] Png);

    public sealed record Histogram(
        double Least, double Greatest, double Count, double Sum, double Squares, double[] Bounds, double[] Counts);

    public static List<Event> Read(string path) => Read(File.ReadAllBytes(path));

    /// <exception cref="InvalidDataException">A checksum is wrong, or a record is not whole.</exception>
    public static List<Event> Read(byte[] file)
    {
        var events = new List<Event>();
        for (int at = 0; at < file.Length;)
        {
            Check(file, at, 8);
            long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            Check(file, at + 12, length);
            events.Add(ToEvent(Fields(file.AsSpan(at + 12, (int)length))));
            at += 16 + (int)length;
        }

        return events;
    }

    /// <summary>What a reader shows of several files: a session drops the steps of earlier files from its own first one on.</summary>
    public static List<Event> Shown(string folder)
    {
        var shown = new List<Event>();
        foreach (Event next in Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(Read))
        {
            if (next.IsStart)
                shown.RemoveAll(e => e.Step >= next.Step);
            else if (next.Version == null)
                shown.Add(next);
        }

        return shown;
    }

    private static void Check(byte[] file, int at, long length)
    {
        if (length < 0 || at + length + 4 > file.Length)
            throw new InvalidDataException($"A record ends beyond the file at byte {at}.");
        uint sum = Checksum(file.AsSpan(at, (int)length)), masked = ((sum >> 15) | (sum << 17)) + 0xa282ead8;
        if (masked != BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + (int)length)))
            throw new InvalidDataException($"A checksum is wrong at byte {at}.");
    }

    /// <summary>CRC-32C, a bit at a time.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ ((sum & 1) * 0x82f63b78);
        }

        return ~sum;
    }

    private static Event ToEvent(ILookup<int, object> fields)
    {
        IEnumerable<ILookup<int, object>> values = Messages(fields, 5).SelectMany(summary => Messages(summary, 1));
        return new Event(
            Number(fields, 1), Whole(fields, 2), fields[3].Select(text => Encoding.UTF8.GetString((byte[])text)).SingleOrDefault(),
            Messages(fields, 7).Any(session => Whole(session, 1) == 1),
            values.ToDictionary(value => Encoding.UTF8.GetString((byte[])value[1].Single()), value => new Value(
                value[2].Select(four => (float?)BitConverter.UInt32BitsToSingle((uint)four)).SingleOrDefault(),
                Messages(value, 4).Select(p => new Picture(Whole(p, 1), Whole(p, 2), Whole(p, 3), (byte[])p[4].Single())).SingleOrDefault(),
                Messages(value, 5).Select(h => new Histogram(
                    Number(h, 1), Number(h, 2), Number(h, 3), Number(h, 4), Number(h, 5), List(h, 6), List(h, 7))).SingleOrDefault())));
    }

    private static IEnumerable<ILookup<int, object>> Messages(ILookup<int, object> fields, int number) =>
        fields[number].Select(bytes => Fields((byte[])bytes));

    private static double Number(ILookup<int, object> fields, int number) =>
        BitConverter.Int64BitsToDouble((long)(ulong)fields[number].Single());

    private static long Whole(ILookup<int, object> fields, int number) => (long)(ulong)fields[number].Single();

    private static double[] List(ILookup<int, object> fields, int number)
    {
        byte[] bytes = (byte[])fields[number].Single();
        return [.. Enumerable.Range(0, bytes.Length / 8).Select(i => BitConverter.ToDouble(bytes, 8 * i))];
    }

    /// <summary>Fields by number: a ulong for wire types 0 and 1, bytes for 2, a uint for 5.</summary>
    private static ILookup<int, object> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int Number, object Value)>();
        while (message.Length > 0)
        {
            ulong tag = Varint(ref message);
            fields.Add(((int)(tag >> 3), (tag & 7) switch
            {
                0 => Varint(ref message),
                1 => BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8)),
                2 => Take(ref message, (int)Varint(ref message)).ToArray(),
                5 => BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4)),
                _ => throw new InvalidDataException($"A field of type {tag & 7}."),
            }));
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Take(ref message, 1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, int length)
    {
        ReadOnlySpan<byte> taken = message[..length];
        message = message[length..];
        return taken;
    }
}
