using GanFromScratch.Engine;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>The background behind transparent pixels: a colour by its name or as #rrggbb, or chosen by the drawing.</summary>
public sealed class Background
{
    /// <summary>White under a dark drawing, black under a light one.</summary>
    public const string Auto = "auto";

    private static readonly Rgb24 White = new(255, 255, 255), Black = new(0, 0, 0);

    private readonly Rgb24? colour;

    private Background(string name, Rgb24? colour) => (Name, this.colour) = (name, colour);

    public static Background Default { get; } = new(Auto, null);

    public string Name { get; }

    /// <summary>A background by what a user calls it.</summary>
    /// <exception cref="InputException">No such colour.</exception>
    public static Background Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.ToLowerInvariant();
        if (name == Auto)
            return Default;
        return Color.TryParse(name, out Color found) && found.ToPixel<Rgba32>() is { A: byte.MaxValue } opaque
            ? new Background(name, opaque.Rgb)
            : throw new InputException($"--background: expected {Auto}, a colour such as white or black, or #rrggbb, got '{text}'.");
    }

    /// <summary>The colour and what a note says of it.</summary>
    /// <param name="dark">Whether what is drawn is dark.</param>
    internal (Rgb24 Colour, string Words) For(bool dark) => colour is Rgb24 given ? (given, Name)
        : dark ? (White, "white, since what is drawn is dark (--background takes another colour)")
        : (Black, "black, since what is drawn is light (--background takes another colour)");

    /// <summary>What continues an image, and what a note says of it.</summary>
    /// <param name="light">Whether its edges are light.</param>
    internal (Rgb24 Colour, string Words) Around(bool light) => colour is Rgb24 given ? (given, Name)
        : light ? (White, "white, since their edges are light (--background takes another colour)")
        : (Black, "black, since their edges are dark (--background takes another colour)");
}
