using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// Writes a message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding): a field is a tag, its number · 8 +
/// its wire type, and a value. The types: 0, a whole number of 7 bits a byte, the lowest first, the top bit set on all but the last
/// (negative ones take ten bytes); 1, eight bytes of a double; 2, a length and so many bytes, of a text, a message or a packed list; 5,
/// four bytes of a float. All are little-endian. ONNX files and TensorBoard's events are such messages.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, EightBytes = 1, Bytes = 2, FourBytes = 5, BitsInByte = 7;

    private readonly ArrayBufferWriter<byte> written = new();

    public byte[] ToArray() => written.WrittenSpan.ToArray();

    public void Write(int field, long value)
    {
        Number(Tag(field, Varint));
        Number((ulong)value);
    }

    public void Write(int field, float value)
    {
        Number(Tag(field, FourBytes));
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        written.Write(bytes);
    }

    public void Write(int field, double value)
    {
        Number(Tag(field, EightBytes));
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        written.Write(bytes);
    }

    /// <summary>A packed list.</summary>
    public void Write(int field, ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        Write(field, bytes);
    }

    public void Write(int field, string text) => Write(field, Encoding.UTF8.GetBytes(text));

    public void Write(int field, ReadOnlySpan<byte> bytes)
    {
        Number(Tag(field, Bytes));
        Number((ulong)bytes.Length);
        written.Write(bytes);
    }

    /// <summary>A message within this one.</summary>
    public void Write(int field, Action<ProtobufWriter> message)
    {
        var inner = new ProtobufWriter();
        message(inner);
        Write(field, inner.written.WrittenSpan);
    }

    private static ulong Tag(int field, int wireType) => ((ulong)field << 3) | (uint)wireType;

    private void Byte(byte value)
    {
        written.GetSpan(1)[0] = value;
        written.Advance(1);
    }

    private void Number(ulong value)
    {
        const ulong more = 1 << BitsInByte;
        for (; value >= more; value >>= BitsInByte)
            Byte((byte)(value | more));
        Byte((byte)value);
    }
}
