using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Output;

/// <summary>An image enlarged, or darkened under a heat map of it: orange where the heat is.</summary>
internal static class HeatMap
{
    /// <summary>Pixels a side for each of the image's.</summary>
    public const int Scale = 3;

    /// <summary>What a heat map leaves of the image.</summary>
    private const float Dark = 0.35f;

    private static readonly byte[] Hot = [255, 140, 0];

    /// <summary>The size of <see cref="Draw"/>'s result, with a black frame of so many pixels around the image.</summary>
    public static ImageFormat Cell(ImageFormat format, int frame) =>
        new(3, (format.Height * Scale) + (2 * frame), (format.Width * Scale) + (2 * frame));

    /// <summary>The image in a cell, as planes.</summary>
    /// <param name="image">C × H × W bytes.</param>
    /// <param name="format">Of the image.</param>
    /// <param name="cell">Of <see cref="Cell"/>.</param>
    /// <param name="heat">From row and column of the image to [0, 1]; null for the image alone.</param>
    public static byte[] Draw(ReadOnlySpan<byte> image, ImageFormat format, ImageFormat cell, Func<int, int, float>? heat)
    {
        byte[] planes = new byte[cell.Size];
        int area = format.Height * format.Width, frame = (cell.Height - (format.Height * Scale)) / 2;
        for (int y = 0; y < format.Height * Scale; y++)
        {
            for (int x = 0; x < format.Width * Scale; x++)
            {
                int from = (y / Scale * format.Width) + (x / Scale);
                for (int c = 0; c < 3; c++)
                {
                    float value = image[(c % format.Channels * area) + from];
                    if (heat != null)
                        value = (Dark * value) + ((1 - Dark) * heat(y / Scale, x / Scale) * Hot[c]);
                    planes[(((c * cell.Height) + y + frame) * cell.Width) + x + frame] = (byte)value;
                }
            }
        }

        return planes;
    }
}
