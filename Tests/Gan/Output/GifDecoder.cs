using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace GanFromScratch.Tests.Gan.Output;

/// <summary>A frame as one sees it: red, green and blue of each pixel, and the hundredths of a second that it stays.</summary>
internal sealed record GifFrame(byte[] Rgb, int Delay);

/// <summary>An animation, read by the library's decoder.</summary>
internal sealed record GifDecoder(int Width, int Height, bool Loops, IReadOnlyList<GifFrame> Frames)
{
    public static GifDecoder Decode(byte[] file)
    {
        using Image<Rgb24> gif = Image.Load<Rgb24>(
            new Configuration(), new MemoryStream(file), new SixLabors.ImageSharp.Formats.Gif.GifDecoder());
        var frames = new List<GifFrame>();
        foreach (ImageFrame<Rgb24> frame in gif.Frames)
        {
            byte[] rgb = new byte[3 * frame.Width * frame.Height];
            frame.CopyPixelDataTo(rgb);
            frames.Add(new GifFrame(rgb, frame.Metadata.GetGifMetadata().FrameDelay));
        }

        return new GifDecoder(gif.Width, gif.Height, gif.Metadata.GetGifMetadata().RepeatCount == 0, frames);
    }
}
