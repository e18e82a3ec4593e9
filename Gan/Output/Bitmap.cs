using GanFromScratch.Gan.Data.Images;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace GanFromScratch.Gan.Output;

/// <summary>A picture of 8 bits a sample, gray or RGB: rows from the top, the samples of one pixel side by side.</summary>
public sealed class Bitmap
{
    /// <param name="width">Columns, ≥ 1.</param>
    /// <param name="height">Rows, ≥ 1.</param>
    /// <param name="channels">1 gray, 3 RGB.</param>
    /// <param name="pixels">Height × Width × Channels bytes; kept, not copied.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Bitmap(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (width < 1 || height < 1 || channels is not (1 or 3) || (long)width * height * channels != pixels.Length)
            throw new ArgumentException(
                $"{pixels.Length:N0} bytes do not make a picture of {width}×{height} with {channels} channels.", nameof(pixels));
        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    public byte[] Pixels { get; }

    /// <summary>The picture of planes channels × H × W.</summary>
    public static Bitmap FromPlanes(ReadOnlySpan<byte> planes, int channels, int height, int width)
    {
        var pixels = new byte[planes.Length];
        int area = width * height;
        for (int i = 0; i < area; i++)
            for (int c = 0; c < channels; c++)
                pixels[(i * channels) + c] = planes[(c * area) + i];
        return new Bitmap(width, height, channels, pixels);
    }

    /// <summary>Row <paramref name="y"/>: Width × Channels bytes.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>The same picture plane by plane, channels × H × W, as networks read it.</summary>
    public byte[] ToPlanes()
    {
        var planes = new byte[Pixels.Length];
        int area = Width * Height;
        for (int i = 0; i < area; i++)
            for (int c = 0; c < Channels; c++)
                planes[(c * area) + i] = Pixels[(i * Channels) + c];
        return planes;
    }

    internal Image ToImage() => Channels == 1
        ? Image.LoadPixelData<L8>(ImageReader.Configuration, Pixels, Width, Height)
        : Image.LoadPixelData<Rgb24>(ImageReader.Configuration, Pixels, Width, Height);
}
