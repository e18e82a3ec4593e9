using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Output;

/// <summary>Many images as one picture: row by row, with a narrow gap between them.</summary>
public static class ImageGrid
{
    /// <summary>Pixels between two images.</summary>
    public const int Gap = 2;

    /// <summary>Dark gray: seen beside black digits' paper and beside white photographs.</summary>
    private const byte GapShade = 64;

    /// <summary>Composes N images into ⌈N / columns⌉ rows.</summary>
    /// <param name="pixels">N × C × H × W bytes, N ≥ 1.</param>
    /// <param name="format">1 or 3 channels, height and width of each.</param>
    /// <param name="columns">Images in a row; 0: as near to a square as it goes.</param>
    /// <exception cref="ArgumentException">The bytes are no whole number of images, or none.</exception>
    public static Bitmap Compose(ReadOnlySpan<byte> pixels, ImageFormat format, int columns = 0)
    {
        if (pixels.IsEmpty || pixels.Length % format.Size != 0 || format.Channels is not (1 or 3) || columns < 0)
            throw new ArgumentException($"{pixels.Length:N0} bytes are no images of {format}.", nameof(pixels));

        int count = pixels.Length / format.Size;
        if (columns == 0)
            columns = (int)Math.Ceiling(Math.Sqrt(count));
        columns = Math.Min(columns, count);
        int rows = (count + columns - 1) / columns;

        Bitmap grid = Blank(rows, columns, format);
        for (int i = 0; i < count; i++)
            Paste(grid, pixels.Slice(i * format.Size, format.Size), format, i / columns, i % columns, left: 0);
        return grid;
    }

    /// <summary>Composes all images of a set.</summary>
    public static Bitmap Compose(ImageSet images, int columns = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Compose(images.Pixels, images.Format, columns);
    }

    /// <summary>
    /// A picture with room for rows × columns images, all gap as yet; <paramref name="left"/> more pixels stand before each row.
    /// </summary>
    internal static Bitmap Blank(int rows, int columns, ImageFormat format, int left = 0)
    {
        int width = left + (columns * (format.Width + Gap)) + Gap, height = (rows * (format.Height + Gap)) + Gap;
        var pixels = new byte[width * height * format.Channels];
        pixels.AsSpan().Fill(GapShade);
        return new Bitmap(width, height, format.Channels, pixels);
    }

    /// <summary>Puts one image, C × H × W, into its cell.</summary>
    internal static void Paste(Bitmap grid, ReadOnlySpan<byte> image, ImageFormat format, int row, int column, int left)
    {
        (int channels, int height, int width) = format;
        int top = Gap + (row * (height + Gap));
        left += Gap + (column * (width + Gap));
        for (int y = 0; y < height; y++)
        {
            Span<byte> line = grid.Row(top + y)[(left * channels)..];
            for (int x = 0; x < width; x++)
                for (int c = 0; c < channels; c++)
                    line[(x * channels) + c] = image[(((c * height) + y) * width) + x];
        }
    }
}
