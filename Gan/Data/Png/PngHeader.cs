using System.Buffers.Binary;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data.Png;

/// <summary>How a pixel is coded; the numbers are the file's (PNG specification, table 11.1).</summary>
internal enum PngColour
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}

/// <summary>The first chunk, IHDR: the image's size and how its pixels are coded.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour)
{
    internal const int Length = 13;

    /// <summary>No data set has larger images, and a file of a few bytes must not make the reader ask for gigabytes.</summary>
    internal const int MaximumSide = 32_768;
    internal const int MaximumPixels = 1 << 26;

    /// <summary>Samples stored per pixel; a palette stores its index alone.</summary>
    internal int SamplesPerPixel => Colour switch
    {
        PngColour.GrayAlpha => 2,
        PngColour.Rgb => 3,
        PngColour.Rgba => 4,
        _ => 1,
    };

    /// <summary>Bytes of one row without its filter byte; pixels below 8 bits are packed, and the last byte is filled up.</summary>
    internal int RowBytes => ((Width * SamplesPerPixel * BitDepth) + 7) / 8;

    /// <summary>The distance between like samples of neighbouring pixels, in bytes: what the filters look back by.</summary>
    internal int FilterStep => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    internal static PngHeader Parse(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != Length)
            throw PngReader.Damaged(name, $"its IHDR chunk has {data.Length} bytes, expected {Length}");

        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        int bitDepth = data[8], colour = data[9], compression = data[10], filter = data[11], interlace = data[12];
        if (width == 0 || height == 0)
            throw PngReader.Damaged(name, $"its size is {width}×{height}");
        if (width > MaximumSide || height > MaximumSide || (ulong)width * height > MaximumPixels)
            throw new InputException(
                $"Cannot read {name}: its size is {width:N0}×{height:N0}, expected at most {MaximumSide:N0} a side and " +
                $"{MaximumPixels:N0} pixels; make it smaller.");
        if (compression != 0 || filter != 0)
            throw PngReader.Damaged(name, $"its compression and filter methods are {compression} and {filter}, expected 0 and 0");
        if (interlace == 1)
            throw new InputException($"Cannot read {name}: it is interlaced (Adam7), expected rows in order; save it without interlacing.");
        if (interlace != 0)
            throw PngReader.Damaged(name, $"its interlace method is {interlace}, expected 0");
        if (!Enum.IsDefined((PngColour)colour))
            throw PngReader.Damaged(name, $"its colour type is {colour}, expected 0, 2, 3, 4 or 6");
        if (bitDepth == 16 && colour != (int)PngColour.Palette)
            throw new InputException($"Cannot read {name}: it has 16 bits a sample, expected at most 8; save it with 8 bits.");
        bool depthFits = bitDepth == 8 || (bitDepth is 1 or 2 or 4 && colour is (int)PngColour.Gray or (int)PngColour.Palette);
        if (!depthFits)
            throw PngReader.Damaged(name, $"it has {bitDepth} bits a sample, which colour type {colour} does not allow");

        return new PngHeader((int)width, (int)height, bitDepth, (PngColour)colour);
    }
}
