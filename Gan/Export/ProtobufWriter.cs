using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace GanFromScratch.Gan.Export;

/// <summary>
/// Writes a message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding): a field is a tag, its number · 8 +
/// its wire type, and a value. Here are the three types that ONNX needs: 0, a whole number of 7 bits a byte, the lowest first, the top bit
/// set on all but the last; 2, a length and so many bytes, of a text, a message or a packed list; 5, four bytes of a float. Integers are
/// little-endian, negative ones take ten bytes.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, Bytes = 2, FourBytes = 5, BitsInByte = 7;

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
