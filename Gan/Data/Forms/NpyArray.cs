using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// An array as NumPy stores it (the format of numpy.lib.format, versions 1 to 3): a magic word, a header with type, order and shape, and
/// the elements. Read from front to back, as many times as wanted.
/// </summary>
internal sealed partial class NpyArray
{
    private const int Fixed = 10, MostHeader = 1 << 16, MostDimensions = 8;

    private readonly Func<Stream> open;
    private readonly int start, elementBytes;
    private readonly char kind;
    private readonly bool bigEndian;

    /// <param name="name">What errors call it.</param>
    /// <param name="open">A stream over the whole of it.</param>
    /// <param name="length">The bytes of that stream.</param>
    /// <exception cref="InputException">The header is not that of an array of numbers, or asks for more than there is.</exception>
    public NpyArray(string name, Func<Stream> open, long length)
    {
        (Name, this.open) = (name, open);
        using Stream stream = open();
        byte[] head = new byte[Fixed + 2];
        int read = Read(stream, head);
        if (read < head.Length || !IsNpy(head) || head[6] is < 1 or > 3)
            throw Damaged("it does not begin as an array of NumPy");
        bool wide = head[6] > 1;
        long headerBytes = wide
            ? BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8))
            : BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8));
        start = (wide ? Fixed + 2 : Fixed) + (int)Math.Min(headerBytes, MostHeader);
        if (headerBytes > MostHeader || start > length || start < head.Length)
            throw Damaged($"its header claims {headerBytes:N0} bytes, which the file does not have");
        byte[] header = new byte[start - head.Length];
        if (Read(stream, header) < header.Length)
            throw Damaged("it ends within its header");
        string text = Encoding.Latin1.GetString([.. head[(wide ? Fixed + 2 : Fixed)..], .. header]);
        Match type = Type().Match(text), order = Order().Match(text), shape = ShapeText().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
            throw Damaged("its header does not tell the type, the order and the shape of numbers; save it without pickled objects");
        kind = type.Groups[2].Value[0];
        elementBytes = int.Parse(type.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        bigEndian = type.Groups[1].Value == ">";
        if ((kind, elementBytes) is not (('u' or 'i', 1 or 2 or 4 or 8) or ('f', 2 or 4 or 8) or ('b', 1)))
            throw Damaged($"its elements are of type {PlainText.Short(type.Value)}, expected whole numbers or floats");
        if (order.Groups[1].Value == "True")
            throw Damaged("its elements are in Fortran's order; save numpy.ascontiguousarray of it");
        Shape = Sizes(shape.Groups[1].Value);
        long needed = elementBytes;
        foreach (int size in Shape)
        {
            if (size > 0 && needed > long.MaxValue / size)
                throw Damaged("its shape asks for more than the file can hold");
            needed *= size;
        }

        if (needed != length - start)
            throw Damaged($"its shape {Words} asks for {needed:N0} bytes, but {length - start:N0} follow its header");
    }

    public string Name { get; }

    public int[] Shape { get; }

    /// <summary>The shape as NumPy writes it: (60000, 28, 28).</summary>
    public string Words => $"({string.Join(", ", Shape)}{(Shape.Length == 1 ? "," : "")})";

    public bool IsFloat => kind == 'f';

    /// <summary>Unsigned bytes, which can be pixels as they are.</summary>
    public bool IsBytes => kind == 'u' && elementBytes == 1;

    public static bool IsNpy(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= 6 && beginning[0] == 0x93 && beginning[1..].StartsWith("NUMPY"u8);

    /// <summary>Opens the elements.</summary>
    public Elements Open()
    {
        Stream stream = open();
        byte[] skipped = new byte[start];
        if (Read(stream, skipped) < start)
            throw Damaged("it became shorter while it was read");
        return new Elements(this, stream);
    }

    /// <summary>All elements as whole numbers.</summary>
    /// <exception cref="InputException">One is none, or too large.</exception>
    public int[] ToWhole()
    {
        long count = Shape.Aggregate(1L, (product, size) => product * size);
        double[] values = new double[count];
        using (Elements elements = Open())
            elements.Read(values);
        return Array.ConvertAll(values, value => value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw Damaged($"it has {value.ToString(CultureInfo.InvariantCulture)} among labels, expected whole numbers"));
    }

    private int[] Sizes(string text)
    {
        string[] words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words.Length > MostDimensions
            ? throw Damaged($"it has {words.Length} dimensions, expected at most {MostDimensions}")
            : Array.ConvertAll(words, word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
                ? size
                : throw Damaged($"a size of its shape is {PlainText.Short(word)}, expected 0 to {int.MaxValue:N0}"));
    }

    private int Read(Stream stream, Span<byte> bytes)
    {
        try
        {
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw Damaged("it cannot be unpacked", error);
        }
    }

    private InputException Damaged(string what, Exception? inner = null) =>
        new($"Cannot read {Name} as an array: {what}; correct the file.", inner);

    [GeneratedRegex(@"['""]descr['""]\s*:\s*['""]([<>|=]?)([a-zA-Z])(\d{1,3})['""]")]
    private static partial Regex Type();

    [GeneratedRegex(@"['""]fortran_order['""]\s*:\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"['""]shape['""]\s*:\s*\(([\d,\sL]*)\)")]
    private static partial Regex ShapeText();

    /// <summary>The elements of an array, from the first to the last.</summary>
    internal sealed class Elements(NpyArray array, Stream stream) : IDisposable
    {
        private byte[] buffer = [];

        /// <summary>The next bytes of an array of them.</summary>
        public void Read(Span<byte> target)
        {
            if (array.Read(stream, target) < target.Length)
                throw array.Damaged("it ends before its last element");
        }

        /// <summary>The next numbers.</summary>
        public void Read(Span<double> target)
        {
            const int Piece = 1 << 14;
            int size = array.elementBytes;
            for (int first = 0; first < target.Length; first += Piece)
            {
                Span<double> part = target[first..Math.Min(first + Piece, target.Length)];
                if (buffer.Length < part.Length * size)
                    buffer = new byte[part.Length * size];
                Span<byte> bytes = buffer.AsSpan(0, part.Length * size);
                Read(bytes);
                for (int i = 0; i < part.Length; i++)
                {
                    Span<byte> one = bytes.Slice(i * size, size);
                    if (array.bigEndian)
                        one.Reverse();
                    part[i] = Value(one);
                }
            }
        }

        public void Dispose() => stream.Dispose();

        private double Value(ReadOnlySpan<byte> one) => (array.kind, array.elementBytes) switch
        {
            ('i', 1) => (sbyte)one[0],
            (_, 1) => one[0],
            ('u', 2) => MemoryMarshal.Read<ushort>(one),
            ('i', 2) => MemoryMarshal.Read<short>(one),
            ('u', 4) => MemoryMarshal.Read<uint>(one),
            ('i', 4) => MemoryMarshal.Read<int>(one),
            ('u', 8) => MemoryMarshal.Read<ulong>(one),
            ('i', 8) => MemoryMarshal.Read<long>(one),
            ('f', 2) => (double)MemoryMarshal.Read<Half>(one),
            ('f', 4) => MemoryMarshal.Read<float>(one),
            _ => MemoryMarshal.Read<double>(one),
        };
    }
}
