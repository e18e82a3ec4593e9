using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>The size of images of which only the number of values is known.</summary>
internal static class PixelFormat
{
    /// <summary>
    /// A square in gray, or a square in three colours; or, with the rows that the reading says, whatever width follows.
    /// </summary>
    /// <returns>Null: none fits.</returns>
    public static ImageFormat? Of(int values, ImageReading reading)
    {
        foreach (int channels in reading.Channels == 0 ? [1, 3] : new[] { reading.Channels })
        {
            int side = (int)Math.Sqrt(values / (double)channels);
            if (values > 0 && side * side * channels == values)
                return new ImageFormat(channels, side, side);
        }

        int planes = Math.Max(reading.Channels, 1);
        return reading.Height > 0 && values % (reading.Height * planes) == 0 && values > 0
            ? new ImageFormat(planes, reading.Height, values / reading.Height / planes)
            : null;
    }

    /// <summary>The error for values that make no image.</summary>
    public static InputException Unfit(string path, int values, string of) => new(
        $"{path} has {values:N0} {of}, expected those of a square image such as 784 = 28×28, gray or three times as many in colour; give "
        + "its rows by --image-size and its colours by --channels.");

    /// <summary>Values that stand pixel by pixel, as H × W × C, become planes, C × H × W.</summary>
    public static void ToPlanes(ReadOnlySpan<byte> interleaved, Span<byte> planes, int channels)
    {
        int area = planes.Length / channels;
        for (int p = 0, i = 0; p < area; p++)
        {
            for (int c = 0; c < channels; c++)
                planes[(c * area) + p] = interleaved[i++];
        }
    }
}
