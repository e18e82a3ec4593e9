using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Captions;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Images with captions. Of digits, pictures of two are made; all other images have the names of their classes as captions, which a CSV or
/// sub-folders give them.
/// </summary>
internal static class CaptionData
{
    /// <summary>The images, their labels, and as the names of the classes the captions.</summary>
    /// <exception cref="InputException">The data has none, or does not fit the format asked for.</exception>
    public static ImageSet Load(GanModel model, TrainingOptions options, DatasetPart part)
    {
        IReadOnlyList<ImageFormat> formats = FormatChoice.Among(model, options.ImageSize, options.Channels);
        ImageFormat[] pairs = [.. formats.Where(f => f.Width > f.Height)], squares = [.. formats.Where(f => f.Width == f.Height)];
        ImageSet images = DatasetCatalog.Default.Load(
            options.Data, part, first => first == ImageFormat.Mnist || squares.Length == 0 ? first : FormatChoice.Nearest(squares, first),
            TrainingData.ReadingOf(options));
        if (!CaptionedDigits.AreDigits(images))
            return squares.Length > 0 ? images.ConvertTo(FormatChoice.Nearest(squares, images.Format)) : throw Wrong("own images", 32);
        if (pairs.Length == 0)
            throw Wrong("digits", 28);
        ImageSet training = part == DatasetPart.Train ? images
            : DatasetCatalog.Default.Load(options.Data, DatasetPart.Train, first => first, TrainingData.ReadingOf(options));
        ImageSet made = CaptionedDigits.Make(images, new DigitLooks(training), part);
        return made.ConvertTo(FormatChoice.Nearest(pairs, made.Format));

        InputException Wrong(string what, int size) => new(
            $"--image-size {options.ImageSize}: model {model.Name} learns {what}, as those of --data {options.Data}, at --image-size "
            + $"{size}; leave it out.");
    }
}
