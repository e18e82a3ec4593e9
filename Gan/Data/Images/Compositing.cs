using SixLabors.ImageSharp.PixelFormats;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>Lays images that do not cover their format on a background.</summary>
internal static class Compositing
{
    /// <summary>
    /// Whether drawings are dark is decided for all images together, so that they all get the same background; so is what padded images
    /// are continued with.
    /// </summary>
    /// <param name="pixels">All images, N × C × H × W.</param>
    /// <param name="alphas">H × W for each image that does not cover its format; null for others.</param>
    /// <param name="found">What the images were stored as.</param>
    /// <param name="notes">Receives a line for each kind of background.</param>
    public static void Lay(
        byte[] pixels, ImageFormat format, byte[]?[] alphas, ImageFormat[] found, Background background, List<string> notes)
    {
        ILookup<bool, int> transparent = Enumerable.Range(0, alphas.Length).Where(i => alphas[i] != null)
            .ToLookup(i => found[i].Channels is 2 or 4);
        if (transparent[true].Any())
            LayDrawings(pixels, format, alphas, [.. transparent[true]], background, notes);
        if (transparent[false].Any())
            LayPadded(pixels, format, alphas, found, [.. transparent[false]], background, notes);
    }

    private static void LayDrawings(
        byte[] pixels, ImageFormat format, byte[]?[] alphas, int[] images, Background background, List<string> notes)
    {
        long drawn = 0, light = 0;
        int area = format.Height * format.Width;
        foreach (int i in images)
        {
            for (int p = 0; p < format.Size; p++)
            {
                drawn += alphas[i]![p % area];
                light += alphas[i]![p % area] * pixels[((long)i * format.Size) + p];
            }
        }

        (Rgb24 colour, string words) = background.For(dark: light * 2 < drawn * byte.MaxValue);
        LayOn(colour, pixels, format, alphas, images);
        notes.Add($"{ImageFiles.Count(images.Length, "image", "images")} with transparent pixels laid on {words}");
    }

    private static void LayPadded(
        byte[] pixels, ImageFormat format, byte[]?[] alphas, ImageFormat[] found, int[] images, Background background, List<string> notes)
    {
        long sum = 0, count = 0;
        foreach (int i in images)
        {
            (int width, int height) = Fitting.Padded(format, found[i].Width, found[i].Height);
            (int left, int top) = ((format.Width - width) / 2, (format.Height - height) / 2);
            for (int c = 0; c < format.Channels; c++)
            {
                ReadOnlySpan<byte> plane = pixels.AsSpan(
                    (i * format.Size) + (c * format.Height * format.Width), format.Height * format.Width);
                for (int x = 0; x < width; x++, count += 2)
                    sum += plane[(top * format.Width) + left + x] + plane[((top + height - 1) * format.Width) + left + x];
                for (int y = 0; y < height; y++, count += 2)
                    sum += plane[((top + y) * format.Width) + left] + plane[((top + y) * format.Width) + left + width - 1];
            }
        }

        (Rgb24 colour, string words) = background.Around(light: sum * 2 > count * byte.MaxValue);
        LayOn(colour, pixels, format, alphas, images);
        notes.Add($"{ImageFiles.Count(images.Length, "image", "images")} padded with {words}");
    }

    private static void LayOn(Rgb24 colour, byte[] pixels, ImageFormat format, byte[]?[] alphas, int[] images)
    {
        foreach (int i in images)
            ImageConversion.LayOn(colour, pixels.AsSpan(i * format.Size, format.Size), alphas[i]);
    }
}
