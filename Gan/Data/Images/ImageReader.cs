using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>
/// Reads image files of the kinds in <see cref="ImageKind"/>, told by their content. Size, structure and checksums are checked before an
/// image is decoded; any other decoder error becomes an <see cref="InputException"/> that names the file.
/// </summary>
internal static class ImageReader
{
    private static readonly MemoryBudget Budget = new(ImageLimits.BytesInFlight);

    /// <summary>Configured without formats: the decoder is chosen here. Images are decoded in parallel, one thread each.</summary>
    internal static Configuration Configuration { get; } = new()
    {
        MaxDegreeOfParallelism = 1,
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions
        {
            AllocationLimitMegabytes = ImageLimits.DecoderBufferMegabytes,
            MaximumPoolSizeMegabytes = ImageLimits.DecoderPoolMegabytes,
        }),
    };

    /// <summary>Reads the image and passes it to <paramref name="use"/>, with memory reserved for it.</summary>
    /// <exception cref="InputException">The file cannot be opened, is no image, damaged, or too large.</exception>
    public static T Read<T>(EncodedImage encoded, Func<DecodedImage, T> use)
    {
        using Stream file = encoded.Bytes == null ? InputFile.Open(encoded.Name) : new MemoryStream(encoded.Bytes, writable: false);
        try
        {
            return Read(encoded.Name, file, encoded.Bytes, use);
        }
        catch (Exception error) when (error is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            throw InputFile.Unreadable(encoded.Name, error);
        }
    }

    private static T Read<T>(string name, Stream file, byte[]? inMemory, Func<DecodedImage, T> use)
    {
        if (file.Length == 0)
            throw new InputException($"Cannot read {name}: it is empty; use another copy, or delete it.");
        if (file.Length > ImageLimits.FileBytes)
            throw new InputException(
                $"Cannot read {name}: it has {file.Length:N0} bytes, expected at most {ImageLimits.FileBytes:N0}; choose a smaller "
                + "file.");
        ImageKind kind = KindOf(file) ?? throw new InputException(
            $"Cannot read {name}: its content is no image of the kinds {ImageKind.Names}; use another copy, or convert it to one of "
            + "them.");
        IImageInfo? info = Identify(kind, file);
        if (info != null)
            ImageLimits.CheckSize(name, info.Width, info.Height);
        return Budget.While(ImageLimits.Cost(file.Length, info?.Width ?? 0, info?.Height ?? 0), () =>
        {
            byte[] bytes = inMemory ?? new byte[file.Length];
            file.Position = 0;
            if (inMemory == null)
                file.ReadExactly(bytes);
            using DecodedImage image = Decode(kind, bytes, name);
            return use(image);
        });
    }

    /// <summary>Decodes a file in memory that has to be of one kind.</summary>
    public static DecodedImage Decode(ImageKind kind, byte[] file, string name)
    {
        IImageInfo? info = Identify(kind, new MemoryStream(file));
        if (info != null)
            ImageLimits.CheckSize(name, info.Width, info.Height);
        if (WholeFile.Problem(kind, file) is string problem)
            throw Damaged(kind, name, problem);
        if (info == null)
            throw Damaged(kind, name, "its header cannot be read");
        // ImageSharp 2.1 confuses the rows of two passes if a pass has no columns, and then waits forever for the rest.
        if (kind == ImageKind.Png && info.Width < PngCheck.LeastInterlacedWidth && PngCheck.IsInterlaced(file))
            throw new InputException(
                $"Cannot read {name}: it is interlaced and {info.Width} pixels wide, expected at least {PngCheck.LeastInterlacedWidth}; " +
                "save it without interlacing.");
        if (kind == ImageKind.Png)
            file = PngCheck.WithSwappedTransparency(file);
        Image? image = null;
        try
        {
            bool opaque = kind == ImageKind.Jpeg || kind == ImageKind.Pbm;
            var stream = new MemoryStream(file);
            image = opaque
                ? Image.Load<Rgb24>(Configuration, stream, kind.Decoder)
                : Image.Load<Rgba32>(Configuration, stream, kind.Decoder);
            return new DecodedImage(image, IsGray(kind, file, image));
        }
        catch (Exception error)
        {
            // Decoders throw many kinds of exceptions on invalid bytes; none of them is a bug of this program.
            image?.Dispose();
            throw Damaged(kind, name, "it cannot be decoded", error);
        }
    }

    /// <summary>What the file's content is, null: no image.</summary>
    public static ImageKind? KindOf(Stream file)
    {
        Span<byte> beginning = stackalloc byte[ImageKind.HeaderBytes];
        int length = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        return ImageKind.Of(beginning[..length], file.Length);
    }

    /// <summary>Size and kind as the header says; null where it cannot be understood.</summary>
    private static IImageInfo? Identify(ImageKind kind, Stream file)
    {
        try
        {
            file.Position = 0;
            IImageInfo info = ((IImageInfoDetector)kind.Decoder).Identify(Configuration, file, CancellationToken.None);
            return info is { Width: > 0, Height: > 0 } ? info : null;
        }
        catch (Exception error) when (error is not InputException)
        {
            return null;
        }
    }

    private static bool IsGray(ImageKind kind, byte[] file, Image image) =>
        kind == ImageKind.Png ? image.Metadata.GetPngMetadata().ColorType is PngColorType.Grayscale or PngColorType.GrayscaleWithAlpha
        : kind == ImageKind.Jpeg ? image.Metadata.GetJpegMetadata().ColorType == JpegColorType.Luminance
        : kind == ImageKind.Pbm ? image.Metadata.GetPbmMetadata().ColorType != PbmColorType.Rgb
        : kind == ImageKind.Tga ? (TgaImageType)file[2] is TgaImageType.BlackAndWhite or TgaImageType.RleBlackAndWhite
        : kind == ImageKind.Tiff && image.Frames.RootFrame.Metadata.GetTiffMetadata().PhotometricInterpretation
            is TiffPhotometricInterpretation.BlackIsZero or TiffPhotometricInterpretation.WhiteIsZero;

    private static InputException Damaged(ImageKind kind, string name, string what, Exception? inner = null) =>
        new($"Cannot read {name} as {kind.Name}: {what}; the file is damaged, use another copy.", inner);
}
