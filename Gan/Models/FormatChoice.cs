using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Chooses among a model's image formats: the user's options decide; where they leave a choice, the format nearest to the data.
/// </summary>
public static class FormatChoice
{
    /// <summary>
    /// The model's formats with this height and width and this number of channels, 0 matching any; none for a model of something else.
    /// </summary>
    /// <exception cref="InputException">The model has no such format.</exception>
    public static IReadOnlyList<ImageFormat> Among(GanModel model, int imageSize, int channels) =>
        Among(model, "--channels", f => f.Channels, channels, Among(model, "--image-size", f => f.Height, imageSize, model.Formats));

    /// <summary>
    /// The format that loses least in conversion: colour stays colour and gray stays gray if possible; the size is the nearest to the
    /// longer side, and the larger of two equally near sizes.
    /// </summary>
    public static ImageFormat Nearest(IReadOnlyList<ImageFormat> formats, ImageFormat images) =>
        formats.OrderBy(f => f.Channels == images.Channels ? 0 : 1)
            .ThenBy(f => Math.Abs(f.Height - Math.Max(images.Height, images.Width)))
            .ThenByDescending(f => f.Height)
            .First();

    private static ImageFormat[] Among(
        GanModel model, string option, Func<ImageFormat, int> part, int wanted, IReadOnlyList<ImageFormat> formats)
    {
        ImageFormat[] fitting = [.. formats.Where(f => wanted == 0 || part(f) == wanted)];
        if (fitting.Length > 0 || wanted == 0)
            return fitting;
        if (!model.MakesImages)
            throw new InputException(
                $"{option} {wanted}: model {model.Name} makes {model.Makes}, expected a model of images; leave it out, or choose "
                + $"another --model.");
        int[] known = [.. formats.Select(part).Distinct()];
        string expected = string.Join(", ", known[..^1]) + (known.Length > 1 ? " or " : "") + known[^1];
        string[] others = [.. GanModel.Catalog.All.Where(m => m.Formats.Any(f => part(f) == wanted)).Select(m => m.Name)];
        string advice = others.Length > 0
            ? $"for {wanted} choose --model {string.Join(" or ", others)}"
            : "choose one of these, to which other images are converted";
        throw new InputException($"{option}: expected {expected} for model {model.Name}, got {wanted}; {advice}.");
    }
}
