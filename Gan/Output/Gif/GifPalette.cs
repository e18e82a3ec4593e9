using GanFromScratch.Gan.Data.Png;

namespace GanFromScratch.Gan.Output.Gif;

/// <summary>
/// The up to 256 colours that all frames of a GIF share. Gray frames take all 256 grays, and colour frames their own colours where those
/// are few enough: both lose nothing. Otherwise there is a fixed palette, a cube of 6 shades each of red, green and blue and, lest grays
/// take on a tint, 40 of those; each pixel takes the nearest. There is no dithering: its speckles would dance from frame to frame and pack
/// badly.
/// </summary>
internal sealed class GifPalette
{
    private const int Most = 256, Levels = 6, CubeSize = Levels * Levels * Levels, Grays = Most - CubeSize;

    private readonly Dictionary<int, byte>? exact;

    private GifPalette(byte[] colours, Dictionary<int, byte>? exact, bool gray)
    {
        Colours = colours;
        this.exact = exact;
        IsGray = gray;
        int bits = 2;
        while (1 << bits < colours.Length / 3)
            bits++;
        Bits = bits;
    }

    /// <summary>Red, green and blue of each colour.</summary>
    public byte[] Colours { get; }

    /// <summary>Bits of an index, 2 to 8: the format knows no palette of two colours in its compression.</summary>
    public int Bits { get; }

    private bool IsGray { get; }

    /// <param name="frames">All of 1 channel, or all of 3.</param>
    public static GifPalette For(IReadOnlyList<PngImage> frames)
    {
        if (frames[0].Channels == 1)
            return new GifPalette([.. Enumerable.Range(0, Most).SelectMany(shade => Enumerable.Repeat((byte)shade, 3))], exact: null, gray: true);
        return Exact(frames) is { } own
            ? new GifPalette([.. own.OrderBy(pair => pair.Value).SelectMany(pair => new[] { (byte)(pair.Key >> 16), (byte)(pair.Key >> 8), (byte)pair.Key })], own, gray: false)
            : new GifPalette(CubeAndGrays(), exact: null, gray: false);
    }

    /// <summary>The place of each pixel's colour in the palette, row by row.</summary>
    public byte[] Indices(PngImage frame)
    {
        if (IsGray)
            return frame.Pixels;
        var indices = new byte[frame.Width * frame.Height];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = exact != null ? exact[ColourAt(frame, i)] : Nearest(frame.Pixels.AsSpan(3 * i, 3));
        return indices;
    }

    /// <summary>Each colour there is, numbered as it comes; null if they are too many.</summary>
    private static Dictionary<int, byte>? Exact(IReadOnlyList<PngImage> frames)
    {
        var found = new Dictionary<int, byte>();
        foreach (PngImage frame in frames)
        {
            for (int i = 0; i < frame.Width * frame.Height; i++)
            {
                int colour = ColourAt(frame, i);
                if (found.ContainsKey(colour))
                    continue;
                if (found.Count == Most)
                    return null;
                found.Add(colour, (byte)found.Count);
            }
        }

        return found;
    }

    private static int ColourAt(PngImage frame, int pixel) =>
        (frame.Pixels[3 * pixel] << 16) | (frame.Pixels[(3 * pixel) + 1] << 8) | frame.Pixels[(3 * pixel) + 2];

    private static byte[] CubeAndGrays()
    {
        var colours = new List<byte>();
        for (int r = 0; r < Levels; r++)
            for (int g = 0; g < Levels; g++)
                for (int b = 0; b < Levels; b++)
                    colours.AddRange([Shade(r, Levels), Shade(g, Levels), Shade(b, Levels)]);
        for (int gray = 0; gray < Grays; gray++)
            colours.AddRange(Enumerable.Repeat(Shade(gray, Grays), 3));
        return [.. colours];
    }

    private static byte Nearest(ReadOnlySpan<byte> rgb)
    {
        int r = Level(rgb[0], Levels), g = Level(rgb[1], Levels), b = Level(rgb[2], Levels), gray = Level((rgb[0] + rgb[1] + rgb[2]) / 3, Grays);
        int toCube = Square(rgb[0] - Shade(r, Levels)) + Square(rgb[1] - Shade(g, Levels)) + Square(rgb[2] - Shade(b, Levels));
        int shade = Shade(gray, Grays), toGray = Square(rgb[0] - shade) + Square(rgb[1] - shade) + Square(rgb[2] - shade);
        return (byte)(toGray < toCube ? CubeSize + gray : (((r * Levels) + g) * Levels) + b);

        static int Square(int x) => x * x;
    }

    /// <summary>The shade of a level, of so many from black to full, and the level nearest to a shade.</summary>
    private static byte Shade(int level, int levels) => (byte)(((2 * level * 255) + levels - 1) / (2 * (levels - 1)));

    private static int Level(int shade, int levels) => ((2 * shade * (levels - 1)) + 255) / (2 * 255);
}
