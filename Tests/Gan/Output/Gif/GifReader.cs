namespace GanFromScratch.Tests.GanOutput;

/// <summary>The other side of the format, for tests: headers, palette, and LZW unpacked as its authors describe it.</summary>
internal sealed class GifReader
{
    private readonly byte[] file;
    private int at;

    public GifReader(byte[] file)
    {
        this.file = file;
        Assert.That(System.Text.Encoding.ASCII.GetString(file, 0, 6), Is.EqualTo("GIF89a"));
        (Width, Height) = (file[6] | (file[7] << 8), file[8] | (file[9] << 8));
        int colours = 2 << (file[10] & 7);
        at = 13;
        byte[] palette = file[at..(at + (3 * colours))];
        at += palette.Length;
        while (file[at] != 0x3B)
        {
            if (file[at] == 0x21)
            {
                if (file[at + 1] == 0xFF)
                    Repeats = System.Text.Encoding.ASCII.GetString(file, at + 3, 11) == "NETSCAPE2.0";
                else if (file[at + 1] == 0xF9)
                    Delays.Add(file[at + 4] | (file[at + 5] << 8));
                at += 2;
                Blocks();
                continue;
            }

            Assert.That(file[at], Is.EqualTo(0x2C), "an image");
            at += 10;
            int bits = file[at++];
            byte[] indices = Unpack(Blocks(), bits);
            Frames.Add([.. indices.SelectMany(i => palette[(3 * i)..((3 * i) + 3)])]);
        }

        Assert.That(at, Is.EqualTo(file.Length - 1), "nothing behind the end");
    }

    public int Width { get; }

    public int Height { get; }

    public bool Repeats { get; }

    public List<int> Delays { get; } = [];

    /// <summary>Red, green and blue of each pixel.</summary>
    public List<byte[]> Frames { get; } = [];

    private byte[] Blocks()
    {
        var data = new List<byte>();
        for (int length = file[at++]; length > 0; length = file[at++])
        {
            data.AddRange(file[at..(at + length)]);
            at += length;
        }

        return [.. data];
    }

    private static byte[] Unpack(byte[] data, int bits)
    {
        int clear = 1 << bits, end = clear + 1, size = bits + 1, place = 0;
        var words = new List<byte[]>();
        var pixels = new List<byte>();
        byte[]? before = null;
        while (true)
        {
            int code = 0;
            for (int i = 0; i < size; i++, place++)
                code |= ((data[place >> 3] >> (place & 7)) & 1) << i;
            if (code == end)
                return [.. pixels];
            if (code == clear)
            {
                words = [.. Enumerable.Range(0, clear + 2).Select(i => i < clear ? new[] { (byte)i } : [])];
                (size, before) = (bits + 1, null);
                continue;
            }

            byte[] word = code < words.Count ? words[code] : [.. before!, before![0]];
            pixels.AddRange(word);
            if (before != null && words.Count < 4096)
                words.Add([.. before, word[0]]);
            if (words.Count == 1 << size && size < 12)
                size++;
            before = word;
        }
    }
}
