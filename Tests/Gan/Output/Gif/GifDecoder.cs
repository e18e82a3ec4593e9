using System.Buffers.Binary;

namespace GanFromScratch.Tests.Gan.Output.Gif;

/// <summary>
/// Reads GIF files as the specification describes them, with nothing of the writer's code: frames of whole size in RGB, with their delays.
/// What it does not expect throws.
/// </summary>
internal sealed class GifDecoder
{
    private readonly byte[] file;
    private int at;

    private GifDecoder(byte[] file) => this.file = file;

    public int Width { get; private set; }

    public int Height { get; private set; }

    public bool Loops { get; private set; }

    public List<(byte[] Rgb, int Delay)> Frames { get; } = [];

    public static GifDecoder Decode(byte[] file)
    {
        var decoder = new GifDecoder(file);
        decoder.Read();
        return decoder;
    }

    private void Read()
    {
        Assert.That(System.Text.Encoding.ASCII.GetString(Take(6)), Is.EqualTo("GIF89a"));
        (Width, Height) = (TakeShort(), TakeShort());
        int flags = TakeByte();
        Assert.That(flags & 0x80, Is.Not.Zero, "a palette for all frames");
        Assert.That((TakeByte(), TakeByte()), Is.EqualTo((0, 0)));
        byte[] palette = Take(3 << ((flags & 7) + 1));
        int delay = 0;
        while (true)
        {
            switch (TakeByte())
            {
                case 0x21 when TakeByte() is int label:
                    byte[] content = TakeBlocks(out byte[] first);
                    if (label == 0xF9)
                        delay = BinaryPrimitives.ReadUInt16LittleEndian(first.AsSpan(1));
                    else if (label == 0xFF)
                        Loops = System.Text.Encoding.ASCII.GetString(first) == "NETSCAPE2.0" && content[^3..] is [1, 0, 0];
                    break;
                case 0x2C:
                    Assert.That((TakeShort(), TakeShort(), TakeShort(), TakeShort(), TakeByte()), Is.EqualTo((0, 0, Width, Height, 0)), "a frame over all");
                    int bits = TakeByte();
                    byte[] indices = Unpack(TakeBlocks(out _), bits);
                    Assert.That(indices, Has.Length.EqualTo(Width * Height));
                    Frames.Add(([.. indices.SelectMany(i => palette[(3 * i)..((3 * i) + 3)])], delay));
                    break;
                case 0x3B:
                    Assert.That(at, Is.EqualTo(file.Length), "nothing follows the end");
                    return;
                default:
                    throw new InvalidDataException($"An unknown block before byte {at}.");
            }
        }
    }

    /// <summary>Strings of indices by their codes, as in the specification's appendix F.</summary>
    private static byte[] Unpack(byte[] data, int bits)
    {
        int clear = 1 << bits, width = bits + 1, position = 0;
        var output = new List<byte>();
        var table = new List<byte[]>();
        byte[]? before = null;
        while (true)
        {
            int code = 0;
            for (int b = 0; b < width; b++, position++)
                code |= ((data[position / 8] >> (position % 8)) & 1) << b;
            if (code == clear + 1)
            {
                Assert.That((position + 7) / 8, Is.EqualTo(data.Length), "the end code comes in the last byte");
                return [.. output];
            }

            if (code == clear)
            {
                table = [.. Enumerable.Range(0, clear).Select(i => new[] { (byte)i }), [], []];
                (width, before) = (bits + 1, null);
                continue;
            }

            byte[] run = code < table.Count ? table[code] : [.. before!, before![0]];
            output.AddRange(run);
            if (before != null && table.Count < 4096)
                table.Add([.. before, run[0]]);
            if (table.Count == 1 << width && width < 12)
                width++;
            before = run;
        }
    }

    private byte[] TakeBlocks(out byte[] first)
    {
        var all = new List<byte>();
        first = [];
        for (int length = TakeByte(); length > 0; length = TakeByte())
        {
            byte[] block = Take(length);
            if (all.Count == 0)
                first = block;
            all.AddRange(block);
        }

        return [.. all];
    }

    private byte[] Take(int count) => file[at..(at += count)];

    private int TakeByte() => file[at++];

    private int TakeShort() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
}
