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
    public static string Describe(int count, IReadOnlyCollection<ImageFormat> sources, ImageFormat target)
    {
        ImageFormat first = sources.First();
        string from = sources.Count == 1 ? first.ToString() : $"{sources.Count} sizes and colours ({first}, …)";
        bool distorted = sources.Any(format => (long)format.Width * target.Height != (long)format.Height * target.Width);
        string images = count == 1 ? "image" : "images", warning = distorted ? ", which changed proportions" : "";
        return $"{count:N0} {images} converted from {from} to {target}{warning}";
    }

    /// <summary>Writes an image's planes, C × H × W, in the format <paramref name="target"/>.</summary>
    /// <returns>Its alpha plane, null if it is opaque.</returns>
    public static byte[]? Convert(DecodedImage image, ImageFormat target, Span<byte> planes)
    {
        using Image<Rgba32> resized = image.Resized(target.Width, target.Height);
        int area = target.Width * target.Height;
        byte[]? alphas = image.Format.Channels is 2 or 4 ? new byte[area] : null;
        for (int y = 0, i = 0; y < target.Height; y++)
        {
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
    public static void Convert(ReadOnlySpan<byte> from, ImageFormat source, Span<byte> to, ImageFormat target)
    {
        var pixels = new Rgb24[source.Height * source.Width];
        int green = source.Channels == 3 ? pixels.Length : 0;
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = new Rgb24(from[i], from[green + i], from[(2 * green) + i]);
        Image<Rgb24> loaded = Image.LoadPixelData(ImageReader.Configuration, pixels, source.Width, source.Height);
        using var image = new DecodedImage(loaded, gray: source.Channels == 1);
        Convert(image, target, to);
    }

    /// <summary>
    /// Enlarges many images at once, by linear interpolation between pixel centres as conversions one by
    /// one do: one call of the engine's kernel for a thousand images takes a twentieth of a thousand calls of an image library.
    /// </summary>
    public static void Enlarge(ReadOnlySpan<byte> from, ImageFormat source, Span<byte> to, ImageFormat target)
    {
        const int Chunk = 1024;
        using var device = new CpuDevice();
        float[] values = new float[Chunk * source.Size];
        int count = from.Length / source.Size;
        for (int first = 0; first < count; first += Chunk)
        {
            int images = Math.Min(Chunk, count - first);
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

    private static void Write(Rgb24 pixel, int channels, Span<byte> to, int stride)
    {
        if (channels == 1)
            to[0] = (byte)MathF.Round((0.299f * pixel.R) + (0.587f * pixel.G) + (0.114f * pixel.B));
        else
            (to[0], to[stride], to[2 * stride]) = (pixel.R, pixel.G, pixel.B);
    }
}
