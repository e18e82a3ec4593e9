using GanFromScratch.Gan.Data.Png;

namespace GanFromScratch.Gan.Output.Gif;

/// <summary>
/// The up to 256 colours that all frames of a GIF share. Gray frames take all 256 grays, and colour frames their own colours where those
/// are few enough: both lose nothing. Otherwise it is a fixed cube of 6 × 7 × 6 shades of red, green and blue (the eye tells greens apart
/// best), and each pixel takes the nearest: no dithering, whose speckles would dance from frame to frame and pack badly.
/// </summary>
internal sealed class GifPalette
{
    private const int Most = 256, Reds = 6, Greens = 7, Blues = 6;

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
            : new GifPalette(Cube(), exact: null, gray: false);
    }

    /// <summary>The place of each pixel's colour in the palette, row by row.</summary>
    public byte[] Indices(PngImage frame)
    {
        if (IsGray)
            return frame.Pixels;
        var indices = new byte[frame.Width * frame.Height];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = exact != null ? exact[ColourAt(frame, i)] : NearestInCube(frame.Pixels.AsSpan(3 * i, 3));
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

    private static byte[] Cube()
    {
        var colours = new List<byte>();
        for (int r = 0; r < Reds; r++)
            for (int g = 0; g < Greens; g++)
                for (int b = 0; b < Blues; b++)
                    colours.AddRange([Shade(r, Reds), Shade(g, Greens), Shade(b, Blues)]);
        return [.. colours];

        static byte Shade(int level, int levels) => (byte)Math.Round(level * 255.0 / (levels - 1));
    }

    private static byte NearestInCube(ReadOnlySpan<byte> rgb)
    {
        return (byte)((((Level(rgb[0], Reds) * Greens) + Level(rgb[1], Greens)) * Blues) + Level(rgb[2], Blues));

        static int Level(byte value, int levels) => ((value * (levels - 1)) + 127) / 255;
    }
}
