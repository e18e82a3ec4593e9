using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace GanFromScratch.Tests.Gan.Data.Images;

/// <summary>A file of each kind and coding that is read, all of the same picture, and how near a pixel must come to it.</summary>
internal sealed record TestImage(string Name, byte[] Bytes, bool Gray, int Tolerance)
{
    public const int Width = 24, Height = 16;

    private static readonly (string Name, IImageEncoder Encoder, bool Gray, int Tolerance)[] Encoders =
    [
        ("rgb.png", new PngEncoder { ColorType = PngColorType.Rgb, BitDepth = PngBitDepth.Bit8 }, false, 0),
        ("rgba.png", new PngEncoder { ColorType = PngColorType.RgbWithAlpha, BitDepth = PngBitDepth.Bit8 }, false, 0),
        ("rgb16.png", new PngEncoder { ColorType = PngColorType.Rgb, BitDepth = PngBitDepth.Bit16 }, false, 0),
        (
            "interlaced.png",
            new PngEncoder { ColorType = PngColorType.Rgb, BitDepth = PngBitDepth.Bit8, InterlaceMethod = PngInterlaceMode.Adam7 }, false,
            0),
        ("gray.png", new PngEncoder { ColorType = PngColorType.Grayscale, BitDepth = PngBitDepth.Bit8 }, true, 0),
        ("gray16.png", new PngEncoder { ColorType = PngColorType.Grayscale, BitDepth = PngBitDepth.Bit16 }, true, 0),
        ("baseline.jpg", new JpegEncoder { Quality = 98, ColorType = JpegColorType.YCbCrRatio444 }, false, 10),
        ("subsampled.jpg", new JpegEncoder { Quality = 98, ColorType = JpegColorType.YCbCrRatio420 }, false, 40),
        ("gray.jpg", new JpegEncoder { Quality = 98, ColorType = JpegColorType.Luminance }, true, 10),
        ("palette.gif", new GifEncoder(), false, 16),
        ("24.bmp", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel24 }, false, 0),
        ("32.bmp", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel32 }, false, 0),
        ("8.bmp", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel8 }, false, 16),
        ("lossless.webp", new WebpEncoder { FileFormat = WebpFileFormatType.Lossless }, false, 0),
        ("lossy.webp", new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = 95 }, false, 48),
        ("plain.tiff", new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit24, Compression = TiffCompression.None }, false, 0),
        ("lzw.tiff", new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit24, Compression = TiffCompression.Lzw }, false, 0),
        ("deflate.tiff", new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit24, Compression = TiffCompression.Deflate }, false, 0),
        ("packbits.tiff", new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit24, Compression = TiffCompression.PackBits }, false, 0),
        (
            "gray.tiff",
            new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit8, PhotometricInterpretation = TiffPhotometricInterpretation.BlackIsZero },
            true, 0),
        (
            "binary.ppm",
            new PbmEncoder { ColorType = PbmColorType.Rgb, Encoding = PbmEncoding.Binary, ComponentType = PbmComponentType.Byte }, false,
            0),
        (
            "plain.ppm",
            new PbmEncoder { ColorType = PbmColorType.Rgb, Encoding = PbmEncoding.Plain, ComponentType = PbmComponentType.Byte }, false, 0),
        (
            "binary.pgm",
            new PbmEncoder { ColorType = PbmColorType.Grayscale, Encoding = PbmEncoding.Binary, ComponentType = PbmComponentType.Byte },
            true, 0),
        (
            "plain.pgm",
            new PbmEncoder { ColorType = PbmColorType.Grayscale, Encoding = PbmEncoding.Plain, ComponentType = PbmComponentType.Byte },
            true, 0),
        ("24.tga", new TgaEncoder { BitsPerPixel = TgaBitsPerPixel.Pixel24, Compression = TgaCompression.None }, false, 0),
        ("runs.tga", new TgaEncoder { BitsPerPixel = TgaBitsPerPixel.Pixel32, Compression = TgaCompression.RunLength }, false, 0),
        ("gray.tga", new TgaEncoder { BitsPerPixel = TgaBitsPerPixel.Pixel8, Compression = TgaCompression.None }, true, 0),
    ];

    public static IReadOnlyList<TestImage> All { get; } = [
        .. Encoders.Select(kind => new TestImage(kind.Name, Encode(kind.Encoder, kind.Gray), kind.Gray, kind.Tolerance))];

    /// <summary>The picture: planes of red, green and blue; of gray, one.</summary>
    public static byte[] Planes(bool gray)
    {
        byte[] planes = new byte[Width * Height * (gray ? 1 : 3)];
        for (int i = 0; i < planes.Length; i++)
        {
            (int c, int y, int x) = (i / (Width * Height), i / Width % Height, i % Width);
            planes[i] = (byte)(c switch { 0 => 10 * x, 1 => 16 * y, _ => 255 - (5 * (x + y)) });
        }

        return planes;
    }

    /// <summary>The picture as the library has it.</summary>
    public static Image Make(bool gray, Func<int, int, byte>? alpha = null)
    {
        byte[] planes = Planes(gray);
        int area = Width * Height, second = gray ? 0 : area;
        if (gray && alpha == null)
            return Image.LoadPixelData<L8>(planes, Width, Height);
        if (alpha == null)
            return Image.LoadPixelData(
                [.. Enumerable.Range(0, area).Select(i => new Rgb24(planes[i], planes[second + i], planes[(2 * second) + i]))], Width,
                Height);
        return Image.LoadPixelData(
            [
                .. Enumerable.Range(0, area).Select(
                    i => new Rgba32(planes[i], planes[second + i], planes[(2 * second) + i], alpha(i % Width, i / Width)))],
            Width, Height);
    }

    public static byte[] Encode(IImageEncoder encoder, bool gray, Func<int, int, byte>? alpha = null, ushort orientation = 0)
    {
        using Image image = Make(gray, alpha);
        if (orientation > 0)
        {
            image.Metadata.ExifProfile = new ExifProfile();
            image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, orientation);
            image.Frames.RootFrame.Metadata.ExifProfile = image.Metadata.ExifProfile;
        }

        var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }

    public override string ToString() => Name;
}
