using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// Animated pictures that every browser shows without a script. Gray frames keep their 256 grays; colour frames share 256 colours, chosen
/// for all of them together, without dithering: its noise would flicker between frames and compress badly.
/// </summary>
public static class GifFile
{
    /// <summary>Sides are numbers of 16 bits.</summary>
    private const int MostSide = ushort.MaxValue;

    private static readonly QuantizerOptions Plain = new() { Dither = null };

    /// <summary>Writes the animation to <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<Bitmap> frames, int delay, int lastDelay)
    {
        byte[] file = Encode(frames, delay, lastDelay);
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>The whole file in memory.</summary>
    /// <param name="frames">At least one, all of one size, and all gray or all RGB.</param>
    /// <param name="delay">Hundredths of a second that a frame stays.</param>
    /// <param name="lastDelay">The same for the last frame, which is shown longer.</param>
    /// <exception cref="ArgumentException">The frames are none, or differ in size or kind.</exception>
    public static byte[] Encode(IReadOnlyList<Bitmap> frames, int delay, int lastDelay)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0 || frames[0].Width > MostSide || frames[0].Height > MostSide)
            throw new ArgumentException("A GIF needs a frame, of at most 65,535 pixels a side.", nameof(frames));
        (int width, int height, int channels) = (frames[0].Width, frames[0].Height, frames[0].Channels);
        if (frames.Any(frame => (frame.Width, frame.Height, frame.Channels) != (width, height, channels)))
            throw new ArgumentException("The frames of a GIF are all of one size and kind.", nameof(frames));

        using Image animation = frames[0].ToImage();
        foreach (Bitmap frame in frames.Skip(1))
        {
            using Image next = frame.ToImage();
            animation.Frames.AddFrame(next.Frames.RootFrame);
        }

        animation.Metadata.GetGifMetadata().RepeatCount = 0;
        for (int i = 0; i < frames.Count; i++)
            animation.Frames[i].Metadata.GetGifMetadata().FrameDelay = i == frames.Count - 1 ? lastDelay : delay;
        var encoder = new GifEncoder
        {
            // The library looks colours up to the nearest eight shades, so grays have a look-up of their own, which it asks for each frame.
            ColorTableMode = channels == 1 ? GifColorTableMode.Local : GifColorTableMode.Global,
            Quantizer = channels == 1 ? new GrayQuantizer() : new PaletteQuantizer(SharedColours(frames), Plain),
        };
        var file = new MemoryStream();
        animation.Save(file, encoder);
        return file.ToArray();
    }
    /// <summary>The palette of all frames: that of one tall picture.</summary>
    private static Color[] SharedColours(IReadOnlyList<Bitmap> frames)
    {
        var tall = new Bitmap(
            frames[0].Width, frames[0].Height * frames.Count, frames[0].Channels, [.. frames.SelectMany(frame => frame.Pixels)]);
        using Image image = tall.ToImage();
        using IQuantizer<Rgb24> quantizer = new WuQuantizer(Plain).CreatePixelSpecificQuantizer<Rgb24>(image.GetConfiguration());
        ImageFrame<Rgb24> frame = ((Image<Rgb24>)image).Frames.RootFrame;
        using IndexedImageFrame<Rgb24> quantized = quantizer.BuildPaletteAndQuantizeFrame(frame, image.Bounds());
        return Array.ConvertAll(quantized.Palette.ToArray(), colour => new Color(colour));
    }
}
