using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>An image as stored in its file, not yet rotated upright.</summary>
internal sealed class DecodedImage : IDisposable
{
    /// <summary>From here on the sides change places as the image is turned (EXIF 2.3, tag Orientation).</summary>
    private const ushort FirstTurned = 5;

    private readonly Image image;

    /// <param name="image">Opaque pixels, or those with alpha.</param>
    /// <param name="gray">Whether the file holds no colours.</param>
    public DecodedImage(Image image, bool gray)
    {
        this.image = image;
        // TIFF has it beside its first page.
        image.Metadata.ExifProfile ??= image.Frames.RootFrame.Metadata.ExifProfile;
        bool transparent = image is Image<Rgba32> pixels && HasAlpha(pixels);
        Format = new ImageFormat((gray ? 1 : 3) + (transparent ? 1 : 0), image.Height, image.Width);
        if (image.Metadata.ExifProfile?.GetValue(ExifTag.Orientation)?.Value is >= FirstTurned and <= 8)
            Format = Format with { Height = image.Width, Width = image.Height };
    }

    /// <summary>Its size when upright; gray or colours; an alpha channel if some pixel needs it.</summary>
    public ImageFormat Format { get; }

    /// <summary>
    /// The image upright and in another size. Each pixel is an average weighted by nearness (a triangle as wide as two pixels of the
    /// smaller image); growing, that is linear interpolation between pixel centres. Transparent pixels have weight 0.
    /// </summary>
    /// <param name="target">Width and height of the result, but of an image that is padded: then it fits into them.</param>
    /// <param name="fit">Of an image of other proportions; not <see cref="Fit.Auto"/>.</param>
    public Image<Rgba32> Resized(ImageFormat target, Fit fit)
    {
        (int width, int height) = fit == Fit.Pad
            ? Fitting.Padded(target, Format.Width, Format.Height) : (target.Width, target.Height);
        (int w, int h) = fit == Fit.Crop ? Fitting.Cropped(Format.Width, Format.Height, target) : (Format.Width, Format.Height);
        // It is rotated last, when it is small.
        if (Format.Width != image.Width || Format.Height != image.Height)
            (width, height, w, h) = (height, width, h, w);
        var how = new ResizeOptions
        {
            Size = new Size(width, height),
            Mode = ResizeMode.Stretch,
            Sampler = KnownResamplers.Triangle,
            PremultiplyAlpha = Format.Channels is 2 or 4,
        };
        image.Mutate(context =>
        {
            if (w != image.Width || h != image.Height)
                context.Crop(new Rectangle((image.Width - w) / 2, (image.Height - h) / 2, w, h));
            if (w != width || h != height)
                context.Resize(how);
            context.AutoOrient();
        });
        return image as Image<Rgba32> ?? image.CloneAs<Rgba32>();
    }

    public void Dispose() => image.Dispose();

    private static bool HasAlpha(Image<Rgba32> image)
    {
        bool found = false;
        image.ProcessPixelRows(rows =>
        {
            for (int y = 0; y < rows.Height && !found; y++)
                foreach (Rgba32 pixel in rows.GetRowSpan(y))
                    found |= pixel.A != byte.MaxValue;
        });
        return found;
    }
}
