using System.Buffers.Binary;
using GanFromScratch.Gan.Data.Png;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Output.Gif;

/// <summary>
/// Animated pictures that every browser shows without a script: GIF (CompuServe 1990, "Graphics Interchange Format, Version 89a"), with
/// Netscape's extension that makes it run for ever. Written here because the libraries that can do it bring tens of megabytes of native
/// code, or open holes.
/// </summary>
public static class GifWriter
{
    /// <summary>Sides are numbers of 16 bits.</summary>
    private const int MostSide = ushort.MaxValue;

    /// <summary>Writes the animation to <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="GanFromScratch.Engine.InputException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<PngImage> frames, int delay, int lastDelay)
    {
        byte[] file = Encode(frames, delay, lastDelay);
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>The whole file in memory.</summary>
    /// <param name="frames">At least one, all of one size, and all gray or all RGB.</param>
    /// <param name="delay">Hundredths of a second that a frame stays.</param>
    /// <param name="lastDelay">The same for the last one, on which the eye wants to rest.</param>
    /// <exception cref="ArgumentException">The frames are none, or differ in size or kind.</exception>
    public static byte[] Encode(IReadOnlyList<PngImage> frames, int delay, int lastDelay)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0 || frames[0].Channels is not (1 or 3) || frames[0].Width > MostSide || frames[0].Height > MostSide)
            throw new ArgumentException("A GIF needs a frame, gray or RGB, of at most 65,535 pixels a side.", nameof(frames));
        (int width, int height, int channels) = (frames[0].Width, frames[0].Height, frames[0].Channels);
        if (frames.Any(frame => (frame.Width, frame.Height, frame.Channels) != (width, height, channels)))
            throw new ArgumentException("The frames of a GIF are all of one size and kind.", nameof(frames));

        GifPalette palette = GifPalette.For(frames);
        var file = new MemoryStream();
        file.Write("GIF89a"u8);
        WriteShort(file, width);
        WriteShort(file, height);
        // A palette for all frames (0x80), 8 bits a primary colour (0x70), and 2^(n + 1) entries.
        file.Write([(byte)(0xF0 | (palette.Bits - 1)), 0, 0]);
        file.Write(palette.Colours);
        file.Write(new byte[(3 << palette.Bits) - palette.Colours.Length]);
        // An application's extension, 11 bytes of name, 3 of content: repeat without end.
        file.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        for (int i = 0; i < frames.Count; i++)
        {
            // What the next frame does not cover stays; here it covers all.
            file.Write([0x21, 0xF9, 4, 0x04]);
            WriteShort(file, i == frames.Count - 1 ? lastDelay : delay);
            file.Write([0, 0]);

            file.Write([0x2C, 0, 0, 0, 0]);
            WriteShort(file, width);
            WriteShort(file, height);
            file.Write([0, (byte)palette.Bits]);
            WriteBlocks(file, GifLzw.Compress(palette.Indices(frames[i]), palette.Bits));
        }

        file.WriteByte(0x3B);
        return file.ToArray();
    }

    /// <summary>Data in blocks of at most 255 bytes, each after its length, and an empty one as the end.</summary>
    private static void WriteBlocks(MemoryStream file, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int length = Math.Min(data.Length, byte.MaxValue);
            file.WriteByte((byte)length);
            file.Write(data[..length]);
            data = data[length..];
        }

        file.WriteByte(0);
    }

    private static void WriteShort(MemoryStream file, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        file.Write(bytes);
    }
}
