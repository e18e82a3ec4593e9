namespace GanFromScratch.Gan.Data.Png;

/// <summary>A bitmap of 8 bits a sample, as PNG has it: rows from the top, the samples of one pixel side by side.</summary>
public sealed class PngImage
{
    /// <param name="width">Columns, ≥ 1.</param>
    /// <param name="height">Rows, ≥ 1.</param>
    /// <param name="channels">1 gray, 2 gray + alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="pixels">Height × Width × Channels bytes; kept, not copied.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public PngImage(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (width < 1 || height < 1 || channels is < 1 or > 4 || (long)width * height * channels != pixels.Length)
            throw new ArgumentException(
                $"{pixels.Length:N0} bytes do not make an image of {width}×{height} with {channels} channels.", nameof(pixels));
        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    public byte[] Pixels { get; }

    /// <summary>Row <paramref name="y"/>: Width × Channels bytes.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>The same image plane by plane, channels × H × W, as networks read it.</summary>
    public byte[] ToPlanes()
    {
        if (Channels == 1)
            return [.. Pixels];

        var planes = new byte[Pixels.Length];
        int area = Width * Height;
        for (int i = 0; i < area; i++)
            for (int c = 0; c < Channels; c++)
                planes[(c * area) + i] = Pixels[(i * Channels) + c];
        return planes;
    }

    /// <summary>The bitmap of planes channels × H × W.</summary>
    public static PngImage FromPlanes(ReadOnlySpan<byte> planes, int channels, int height, int width)
    {
        var pixels = new byte[planes.Length];
        int area = width * height;
        for (int i = 0; i < area; i++)
            for (int c = 0; c < channels; c++)
                pixels[(i * channels) + c] = planes[(c * area) + i];
        return new PngImage(width, height, channels, pixels);
    }
}
