using System.Buffers.Binary;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>A kind of image file: how it is recognised by its content, and what decodes it.</summary>
internal sealed class ImageKind
{
    /// <summary>Bytes at the beginning of a file that tell its kind.</summary>
    public const int HeaderBytes = 64;

    private readonly Func<byte[], long, bool> begins;
    private readonly string[] extensions;

    private ImageKind(string name, IImageDecoder decoder, string[] extensions, Func<byte[], long, bool> begins)
    {
        (Name, Decoder) = (name, decoder);
        (this.extensions, this.begins) = (extensions, begins);
    }

    // Textual chunks of PNG and comments of GIF are not looked at: they may be packed, without a limit. JPEG, WebP and TIFF say in theirs
    // which side is up.
    public static ImageKind Png { get; } = new(
        "PNG", new PngDecoder { IgnoreMetadata = true }, [".png"], (h, _) => h is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]);

    public static ImageKind Jpeg { get; } = new(
        "JPEG", new JpegDecoder(), [".jpg", ".jpeg", ".jfif"], (h, _) => h is [0xFF, 0xD8, 0xFF, ..]);

    public static ImageKind Gif { get; } = new(
        "GIF", new GifDecoder { DecodingMode = FrameDecodingMode.First, IgnoreMetadata = true }, [".gif"],
        (h, _) => h.AsSpan().StartsWith("GIF8"u8));

    public static ImageKind Bmp { get; } = new("BMP", new BmpDecoder(), [".bmp", ".dib"], (h, _) => BeginsBmp(h));

    public static ImageKind Webp { get; } = new(
        "WebP", new WebpDecoder(), [".webp"], (h, _) => h.AsSpan().StartsWith("RIFF"u8) && h.AsSpan(8).StartsWith("WEBP"u8));

    public static ImageKind Tiff { get; } = new(
        "TIFF", new TiffDecoder { DecodingMode = FrameDecodingMode.First }, [".tif", ".tiff"],
        (h, _) => h is [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..]);

    public static ImageKind Pbm { get; } = new("PBM", new PbmDecoder(), [".pbm", ".pgm", ".ppm", ".pnm"], (h, _) => PbmText.Begins(h));

    /// <summary>The only kind without a magic number: it is tried last, and its header must be consistent.</summary>
    public static ImageKind Tga { get; } = new("TGA", new TgaDecoder(), [".tga"], BeginsTga);

    public static IReadOnlyList<ImageKind> All { get; } = [Png, Jpeg, Gif, Bmp, Webp, Tiff, Pbm, Tga];

    /// <summary>For sentences: "PNG, JPEG, …".</summary>
    public static string Names { get; } = string.Join(", ", All.Select(kind => kind.Name));

    public string Name { get; }

    public IImageDecoder Decoder { get; }

    /// <summary>The kind of a file that begins so and has so many bytes; null: no image.</summary>
    public static ImageKind? Of(ReadOnlySpan<byte> beginning, long length)
    {
        // Padded with zeros, so that a file shorter than a header is recognised as a damaged image.
        byte[] header = new byte[HeaderBytes];
        beginning[..Math.Min(beginning.Length, HeaderBytes)].CopyTo(header);
        return All.FirstOrDefault(kind => kind.begins(header, length));
    }

    /// <summary>Whether a file has an image's extension: if its content is not an image, it is a damaged one.</summary>
    public static bool IsNamedAsImage(string path) =>
        All.Any(kind => kind.extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));

    private static bool BeginsBmp(byte[] header) =>
        header.AsSpan().StartsWith("BM"u8) &&
        BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(14)) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    private static bool BeginsTga(byte[] header, long length)
    {
        (int mapKind, int imageKind, int mapLength, int mapBits) = (header[1], header[2], Word(5), header[7]);
        (int width, int height, int bits) = (Word(12), Word(14), header[16]);
        bool mapped = imageKind is 1 or 9, packed = imageKind >= 9;
        if (imageKind is not (1 or 2 or 3 or 9 or 10 or 11) || width == 0 || height == 0)
            return false;
        if (mapped && (mapKind != 1 || bits != 8 || mapBits is not (15 or 16 or 24 or 32) || mapLength is 0 or > 256))
            return false;
        if (!mapped && bits is not (8 or 15 or 16 or 24 or 32))
            return false;
        if (!mapped && (mapKind > 1 || (mapKind == 0 && header.AsSpan(3, 5).ContainsAnyExcept((byte)0))))
            return false;
        long pixels = (long)width * height * ((bits + 7) / 8), before = 18 + header[0] + (long)(mapLength * ((mapBits + 7) / 8));
        return packed ? length > before : length >= before + pixels;

        int Word(int at) => BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(at));
    }
}
