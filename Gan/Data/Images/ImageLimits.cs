using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>
/// The limits on images, all in one place. Each is checked before decoding: a file of a few bytes must not make the reader allocate
/// gigabytes.
/// </summary>
internal static class ImageLimits
{
    public const long FileBytes = 1L << 28;

    public const int Side = 32_768, Pixels = 1 << 26;

    /// <summary>For all images that are decoded at one time; a larger one is decoded alone.</summary>
    public const long BytesInFlight = 160L << 20;

    /// <summary>The largest buffer that a decoder gets, and what it may keep for the next image.</summary>
    public const int DecoderBufferMegabytes = 320, DecoderPoolMegabytes = 32;

    /// <summary>A pixel while it is decoded: four bytes of result, and about two of what the decoder keeps.</summary>
    public static long Cost(long fileBytes, int width, int height) => fileBytes + (6L * width * height);

    public static void CheckSize(string name, long width, long height)
    {
        if (width > Side || height > Side || width * height > Pixels)
            throw new InputException(
                $"Cannot read {name}: its size is {width:N0}×{height:N0}, expected at most {Side:N0} a side and {Pixels:N0} pixels; " +
                "make it smaller.");
    }
}
