using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// A is B at a quarter of its height and width, as super-resolution begins (Ledig et al. 2017). A pixel of the small image is the mean of
/// 4×4 pixels, rounded to a byte, as a small image in a file is; the paper shrinks bicubically. So that A and B are of one size, A shows
/// each pixel of the small image 4×4 times: the mean over those gives the small image back exactly.
/// </summary>
public sealed class LowResolution : MadePairing
{
    internal const string Choice = "low-resolution";

    /// <summary>Pixels of B in a row for one of the small image.</summary>
    public const int Factor = 4;

    /// <summary>The longest side of a small image of one's own: memory grows with its square.</summary>
    private const int LongestOwn = 256;

    public override string Name => Choice;

    public override string Description => "image at a quarter of its height and width → image";

    public override bool KeepsImages => true;

    public override IReadOnlyList<Baseline> Baselines => [new("nearest", inputs => inputs), new("bicubic", Bicubic)];

    public override ImageFormat OwnFormat(ImageFormat image, TranslationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ImageFormat made = model.Format!.Value;
        if (!model.AnySize)
            return made with { Height = made.Height / Factor, Width = made.Width / Factor };
        if (image.Height > LongestOwn || image.Width > LongestOwn)
            throw new InputException(
                $"An image to enlarge {Factor} times has {image.Width}×{image.Height} pixels, expected at most {LongestOwn} a side; give "
                + "smaller ones.");
        return image with { Channels = made.Channels };
    }

    public override ImageSet OwnInputs(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        (int channels, int height, int width) = images.Format;
        var format = new ImageFormat(channels, Factor * height, Factor * width);
        byte[] pixels = ImageConversion.Allocate(images.Name, images.Count, format);
        for (int row = 0; row < images.Count * channels * format.Height; row++)
        {
            for (int x = 0; x < format.Width; x++)
                pixels[(row * format.Width) + x] = images.Pixels[(row / Factor * width) + (x / Factor)];
        }

        return new ImageSet(images.Name, format, pixels);
    }

    protected override void Check(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Height % Factor != 0 || images.Width % Factor != 0)
            throw new InputException(
                $"--pairs {Name}: expected images whose height and width are multiples of {Factor}, got {images.Format}; choose another "
                + "--image-size.");
    }

    protected override void Make(
        ReadOnlySpan<byte> image, ImageFormat format, int label, int classes, Span<byte> input, Span<byte> output)
    {
        const int Area = Factor * Factor;
        image.CopyTo(output);
        (int channels, int height, int width) = format;
        for (int top = 0; top < channels * height; top += Factor)
        {
            for (int left = 0; left < width; left += Factor)
            {
                int sum = 0;
                for (int i = 0; i < Area; i++)
                    sum += image[Place(i)];
                for (int i = 0; i < Area; i++)
                    input[Place(i)] = (byte)((sum + (Area / 2)) / Area);

                int Place(int i) => ((top + (i / Factor)) * width) + left + (i % Factor);
            }
        }
    }

    /// <summary>The small images, enlarged by cubic convolution.</summary>
    private static ImageSet Bicubic(ImageSet inputs)
    {
        (int channels, int height, int width) = (inputs.Channels, inputs.Height / Factor, inputs.Width / Factor);
        byte[] pixels = new byte[inputs.Pixels.Length];
        Parallel.For(0, inputs.Count * channels, plane =>
        {
            int first = plane * inputs.Height * inputs.Width;
            byte[] small = new byte[height * width];
            for (int i = 0; i < small.Length; i++)
                small[i] = inputs.Pixels[first + (Factor * ((i / width * inputs.Width) + (i % width)))];
            CubicConvolution.Enlarge(small, height, width, Factor, pixels.AsSpan(first, inputs.Height * inputs.Width));
        });
        return new ImageSet("bicubic", inputs.Format, pixels);
    }
}
