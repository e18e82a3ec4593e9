using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Webp;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// Pictures in the format that their name says: PNG, JPEG of high quality, or WebP without loss. A name without an extension is a PNG.
/// </summary>
internal static class PictureFile
{
    private const int JpegQuality = 95;

    /// <summary>The formats by the extension that names them.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["png", "jpg", "webp"];

    /// <summary>What is expected, for messages.</summary>
    public static string Choices { get; } = $"{string.Join(", ", Formats.SkipLast(1))} or {Formats[^1]}";

    /// <summary>The format of a file, one of <see cref="Formats"/>.</summary>
    /// <param name="what">What the user named, for the error.</param>
    /// <exception cref="InputException">The extension names none.</exception>
    public static string FormatOf(string path, string what)
    {
        string extension = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        string format = extension switch
        {
            "" => Formats[0],
            "jpeg" => "jpg",
            _ => extension,
        };
        return Formats.Contains(format)
            ? format
            : throw new InputException($"{what}: a picture is written as {Choices}, which its extension says, got '.{extension}'.");
    }

    /// <summary>Refuses options whose files have the extension of no picture, before any work is done.</summary>
    /// <exception cref="InputException">One has.</exception>
    public static void Check(ParseResult parsed, params Option<string>[] options)
    {
        foreach (Option<string> option in options)
        {
            if (parsed.GetValue(option) is string path)
                FormatOf(path, $"{option.Name} {path}");
        }
    }

    /// <summary>Refuses an animation whose name says that it is something else.</summary>
    /// <exception cref="InputException">It is not a GIF's.</exception>
    public static void CheckAnimation(ParseResult parsed, Option<string> option)
    {
        const string gif = ".gif";
        if (parsed.GetValue(option) is string path && Path.GetExtension(path) is { Length: > 0 } extension
            && !extension.Equals(gif, StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException($"{option.Name} {path}: an animation is written as {gif[1..]}, got '{extension}'.");
        }
    }

    /// <summary>Writes a picture, whole or not at all.</summary>
    /// <exception cref="InputException">The extension names no format, or the file cannot be written.</exception>
    public static void Write(string path, Bitmap picture)
    {
        string format = FormatOf(path, path);
        if (format == Formats[0])
        {
            PngFile.Write(path, picture);
            return;
        }

        IImageEncoder encoder = format == "jpg"
            ? new JpegEncoder { Quality = JpegQuality }
            : new WebpEncoder { FileFormat = WebpFileFormatType.Lossless };
        using Image image = picture.ToImage();
        using var file = new MemoryStream();
        image.Save(file, encoder);
        AtomicFile.Write(path, stream => file.WriteTo(stream));
    }
}
