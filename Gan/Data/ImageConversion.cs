using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Data.Images;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.PixelFormats;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// Converts images to another size or colour. Colours become gray by Rec. 601 luma (0.299 R + 0.587 G + 0.114 B); transparent images keep
/// an alpha plane, to be composited when the background is known.
/// </summary>
internal static class ImageConversion
{
    /// <summary>Room for <paramref name="count"/> images.</summary>
    /// <exception cref="InputException">More than an array holds.</exception>
    public static byte[] Allocate(string name, int count, ImageFormat format)
    {
        long bytes = (long)count * format.Size;
        if (bytes > Array.MaxLength)
            throw new InputException(
                $"{name}: {count:N0} images of {format} take {bytes:N0} bytes, expected at most {Array.MaxLength:N0}; use fewer or " +
                "smaller images.");
        return new byte[bytes];
    }

    /// <summary>The note about the conversion.</summary>
    public static string Describe(int count, IReadOnlyCollection<ImageFormat> sources, ImageFormat target, Fit fit)
    {
        ImageFormat first = sources.First();
        string from = sources.Count == 1 ? first.ToString() : $"{sources.Count} sizes and colours ({first}, …)";
        return $"{ImageFiles.Count(count, "image", "images")} converted from {from} to {target}{fit.Words(sources, target)}";
    }

    /// <summary>Writes an image's planes, C × H × W, in the format <paramref name="target"/>.</summary>
    /// <returns>Its alpha plane, null if it is opaque and covers the format.</returns>
    public static byte[]? Convert(DecodedImage image, ImageFormat target, Fit fit, Span<byte> planes)
    {
        using Image<Rgba32> resized = image.Resized(target, fit.For(image.Format, target));
        (int width, int height, int area) = (resized.Width, resized.Height, target.Width * target.Height);
        byte[]? alphas = image.Format.Channels is 2 or 4 || width * height < area ? new byte[area] : null;
        int corner = ((target.Height - height) / 2 * target.Width) + ((target.Width - width) / 2);
        for (int y = 0; y < height; y++)
        {
            int i = corner + (y * target.Width);
            foreach (Rgba32 pixel in resized.DangerousGetPixelRowMemory(y).Span)
            {
                if (alphas != null)
                    alphas[i] = pixel.A;
                Write(pixel.Rgb, target.Channels, planes[i++..], area);
            }
        }

        return alphas;
    }

    /// <summary>Converts an opaque image, planes to planes.</summary>
    /// <returns>Which pixels it covers; null for all.</returns>
    public static byte[]? Convert(ReadOnlySpan<byte> from, ImageFormat source, Span<byte> to, ImageFormat target, Fit fit)
    {
        using DecodedImage image = source.Channels == 1
            ? new DecodedImage(Image.LoadPixelData<L8>(ImageReader.Configuration, from, source.Width, source.Height), gray: true)
            : new DecodedImage(Coloured(from, source), gray: false);
        return Convert(image, target, fit, to);
    }

    /// <summary>
    /// Enlarges many images at once, by linear interpolation between pixel centres as conversions one by
    /// one do: one call of the engine's kernel for a thousand images takes a twentieth of a thousand calls of an image library.
    /// </summary>
    public static void Enlarge(ReadOnlySpan<byte> from, ImageFormat source, Span<byte> to, ImageFormat target)
    {
        const int MostValues = 1 << 20;
        using var device = new CpuDevice();
        int chunk = Math.Clamp(MostValues / target.Size, 1, 1024);
        float[] values = new float[chunk * source.Size];
        int count = from.Length / source.Size;
        for (int first = 0; first < count; first += chunk)
        {
            int images = Math.Min(chunk, count - first);
            ReadOnlySpan<byte> small = from.Slice(first * source.Size, images * source.Size);
            for (int i = 0; i < small.Length; i++)
                values[i] = small[i];
            using var scope = new TensorScope();
            float[] large = Tensor.From(device, [images, source.Channels, source.Height, source.Width], values.AsSpan(0, small.Length))
                .Upsample(target.Height, target.Width, UpsampleMode.Bilinear).ToArray();
            Span<byte> place = to.Slice(first * target.Size, images * target.Size);
            for (int i = 0; i < large.Length; i++)
                place[i] = (byte)MathF.Round(large[i]);
        }
    }

    /// <summary>Alpha compositing: blends planes over a background colour.</summary>
    public static void LayOn(Rgb24 background, Span<byte> planes, ReadOnlySpan<byte> alphas)
    {
        Span<byte> beneath = stackalloc byte[3];
        int area = alphas.Length, channels = planes.Length / area;
        Write(background, channels, beneath, 1);
        for (int c = 0; c < channels; c++)
        {
            Span<byte> plane = planes.Slice(c * area, area);
            for (int i = 0; i < area; i++)
            {
                int sum = (plane[i] * alphas[i]) + (beneath[c] * (byte.MaxValue - alphas[i]));
                plane[i] = (byte)((sum + (byte.MaxValue / 2)) / byte.MaxValue);
            }
        }
    }

    private static Image<Rgb24> Coloured(ReadOnlySpan<byte> planes, ImageFormat format)
    {
        var image = new Image<Rgb24>(ImageReader.Configuration, format.Width, format.Height);
        int area = format.Width * format.Height;
        for (int y = 0, i = 0; y < format.Height; y++)
        {
            Span<Rgb24> row = image.DangerousGetPixelRowMemory(y).Span;
            for (int x = 0; x < row.Length; x++, i++)
                row[x] = new Rgb24(planes[i], planes[area + i], planes[(2 * area) + i]);
        }

        return image;
    }

    private static void Write(Rgb24 pixel, int channels, Span<byte> to, int stride)
    {
        if (channels == 1)
            to[0] = (byte)MathF.Round((0.299f * pixel.R) + (0.587f * pixel.G) + (0.114f * pixel.B));
        else
            (to[0], to[stride], to[2 * stride]) = (pixel.R, pixel.G, pixel.B);
    }
}
