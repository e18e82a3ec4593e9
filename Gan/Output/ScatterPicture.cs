namespace GanFromScratch.Gan.Output;

/// <summary>
/// Points of the plane as a picture of 512 × 512: the data in gray, what the generator makes in orange on top, (0, 0) in the middle.
/// </summary>
public static class ScatterPicture
{
    public const int Side = 512;

    /// <summary>Slightly more than the [−1, 1] of the data, so that diverging points are visible.</summary>
    public const float Range = 1.15f;

    private const int Radius = 2;
    private const float Opacity = 0.55f;

    /// <summary>
    /// Draws both sets; y points upwards. Points outside of [−Range, Range]² and those that are not numbers are left out.
    /// </summary>
    /// <param name="real">N × 2: x and y of each.</param>
    /// <param name="generated">M × 2: x and y of each.</param>
    public static Bitmap Draw(ReadOnlySpan<float> real, ReadOnlySpan<float> generated)
    {
        Bitmap picture = Drawing.Sheet(Side, Side);
        DrawPoints(picture, real, [150, 150, 150]);
        DrawPoints(picture, generated, [213, 94, 0]);
        return picture;
    }

    private static void DrawPoints(Bitmap picture, ReadOnlySpan<float> points, ReadOnlySpan<byte> colour)
    {
        for (int i = 0; i + 1 < points.Length; i += 2)
        {
            // A comparison with NaN is false, so NaN is left out as well.
            if (Math.Abs(points[i]) <= Range && Math.Abs(points[i + 1]) <= Range)
                DrawDisc(picture, ToPixel(points[i]), ToPixel(-points[i + 1]), colour);
        }
    }

    private static int ToPixel(float value) => (int)((value + Range) / (2 * Range) * (Side - 1));

    /// <summary>A small disc, half transparent: where points crowd, the colour is deeper.</summary>
    private static void DrawDisc(Bitmap picture, int centreX, int centreY, ReadOnlySpan<byte> colour)
    {
        for (int y = Math.Max(0, centreY - Radius); y <= Math.Min(Side - 1, centreY + Radius); y++)
        {
            for (int x = Math.Max(0, centreX - Radius); x <= Math.Min(Side - 1, centreX + Radius); x++)
            {
                int dx = x - centreX, dy = y - centreY;
                if ((dx * dx) + (dy * dy) > Radius * Radius)
                    continue;

                Span<byte> pixel = picture.Row(y).Slice(x * 3, 3);
                for (int c = 0; c < 3; c++)
                    pixel[c] = (byte)MathF.Round(pixel[c] + (Opacity * (colour[c] - pixel[c])));
            }
        }
    }
}
