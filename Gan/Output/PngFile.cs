using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Layers.Serialization;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace GanFromScratch.Gan.Output;

/// <summary>Pictures as PNG of 8 bits a sample, gray or RGB; the same picture gives the same bytes.</summary>
public static class PngFile
{
    /// <summary>Writes <paramref name="picture"/> to <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, Bitmap picture)
    {
        byte[] file = Encode(picture);
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>The whole file in memory.</summary>
    public static byte[] Encode(Bitmap picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var encoder = new PngEncoder
        {
            ColorType = picture.Channels == 1 ? PngColorType.Grayscale : PngColorType.Rgb,
            BitDepth = PngBitDepth.Bit8,
            FilterMethod = PngFilterMethod.Adaptive,
            ChunkFilter = PngChunkFilter.ExcludeAll,
        };
        using Image image = picture.ToImage();
        var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }

    /// <summary>Reads a picture that <see cref="Write"/> made, or any other PNG; transparent pixels are laid on white.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or no PNG; the sentence names it.</exception>
    public static Bitmap Read(string path) => Decode(InputFile.ReadAllBytes(path, ImageLimits.FileBytes), path);

    /// <summary>Decodes a PNG in memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InputException">As <see cref="Read"/>.</exception>
    public static Bitmap Decode(byte[] file, string name)
    {
        using DecodedImage image = ImageReader.Decode(ImageKind.Png, file, name);
        (int channels, int height, int width) = image.Format.Opaque;
        byte[] planes = new byte[channels * height * width];
        if (ImageConversion.Convert(image, image.Format.Opaque, Fit.Stretch, planes) is byte[] alphas)
            ImageConversion.LayOn(new Rgb24(255, 255, 255), planes, alphas);
        return Bitmap.FromPlanes(planes, channels, height, width);
    }
}
