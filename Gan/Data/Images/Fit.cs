namespace GanFromScratch.Gan.Data.Images;

/// <summary>What becomes of an image whose proportions are not those of the format it is converted to.</summary>
public enum Fit
{
    /// <summary>Photos are cropped; drawings are stretched, since a crop would cut strokes off.</summary>
    Auto,

    /// <summary>The largest part in the middle that has the proportions.</summary>
    Crop,

    /// <summary>The whole image, in the middle of a background.</summary>
    Pad,

    /// <summary>The whole image, wider or higher than it was.</summary>
    Stretch,
}

/// <summary>Sizes and words of a <see cref="Fit"/>.</summary>
internal static class Fitting
{
    /// <summary>How images of a format are fitted: a photo is what has colours and no transparent pixels.</summary>
    /// <param name="fit">What is asked for.</param>
    /// <param name="source">As stored, with its alpha channel.</param>
    public static Fit For(this Fit fit, ImageFormat source, ImageFormat target) =>
        (long)source.Width * target.Height == (long)source.Height * target.Width ? Fit.Stretch
        : fit != Fit.Auto ? fit
        : source.Channels == 3 ? Fit.Crop : Fit.Stretch;

    /// <summary>The part in the middle of an image that has the target's proportions, at least a pixel.</summary>
    public static (int Width, int Height) Cropped(int width, int height, ImageFormat target) => Within(
        width, height, (long)width * target.Height > (long)height * target.Width, target.Width, target.Height);

    /// <summary>The part in the middle of the target that has the image's proportions, at least a pixel.</summary>
    public static (int Width, int Height) Padded(ImageFormat target, int width, int height) => Within(
        target.Width, target.Height, (long)target.Width * height > (long)target.Height * width, width, height);

    /// <summary>What a note says of the fitting, empty for images of the target's proportions.</summary>
    public static string Words(this Fit asked, IReadOnlyCollection<ImageFormat> sources, ImageFormat target)
    {
        Fit[] fits =
        [
            .. sources.Where(source => (long)source.Width * target.Height != (long)source.Height * target.Width)
                .Select(source => asked.For(source, target)).Distinct().Order(),
        ];
        return string.Concat(fits.Select(fit => fit switch
        {
            Fit.Crop => asked == Fit.Auto ? ", cropped as photos are (--fit pad or stretch)" : ", cropped",
            Fit.Pad => ", padded",
            _ => ", which changed proportions",
        }));
    }

    private static (int Width, int Height) Within(int width, int height, bool wider, int w, int h) => wider
        ? ((int)Math.Max(1, Math.Round((double)height * w / h)), height)
        : (width, (int)Math.Max(1, Math.Round((double)width * h / w)));
}
