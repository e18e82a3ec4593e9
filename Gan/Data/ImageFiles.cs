using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Png;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// Reads many PNG files into one <see cref="ImageSet"/>, converting each as it comes, so that big photographs never pile up.
/// </summary>
internal static class ImageFiles
{
    /// <param name="name">What the user calls the set.</param>
    /// <param name="files">Paths, in the order of the set; at least one.</param>
    /// <param name="target">The format wanted, given that of the first file without its alpha; null: that one.</param>
    /// <param name="labels">A class for each file, or null.</param>
    /// <param name="classNames">A name for each class, or null.</param>
    /// <param name="notes">What is to be said besides.</param>
    /// <exception cref="InputException">A file cannot be read; it is named.</exception>
    internal static ImageSet Load(
        string name, IReadOnlyList<string> files, Func<ImageFormat, ImageFormat>? target, int[]? labels, IReadOnlyList<string>? classNames, List<string> notes)
    {
        PngImage image = PngReader.Read(files[0]);
        ImageFormat format = FormatOf(image).Opaque;
        if (target != null)
            format = target(format);
        byte[] pixels = ImageConversion.Allocate(name, files.Count, format);
        var conversions = new Dictionary<ImageFormat, ImageConversion>();
        int converted = 0;
        for (int i = 0; i < files.Count; i++)
        {
            if (i > 0)
                image = PngReader.Read(files[i]);
            Span<byte> place = pixels.AsSpan(i * format.Size, format.Size);
            ImageFormat found = FormatOf(image);
            if (found == format)
            {
                image.ToPlanes().CopyTo(place);
                continue;
            }

            if (!conversions.TryGetValue(found, out ImageConversion? conversion))
                conversions.Add(found, conversion = new ImageConversion(found, format));
            conversion.Convert(image.ToPlanes(), place);
            converted++;
        }

        if (converted > 0)
            notes.Add(ImageConversion.Describe(converted, conversions.Keys, format));
        return new ImageSet(name, format, pixels, labels, classNames, notes);
    }

    private static ImageFormat FormatOf(PngImage image) => new(image.Channels, image.Height, image.Width);
}
