namespace GanFromScratch.Gan.Output;

/// <summary>Lines and discs on a picture in colour.</summary>
internal static class Drawing
{
    /// <summary>A straight line with round ends; what lies outside of the picture is left out.</summary>
    /// <param name="width">In pixels, at least 1.</param>
    public static void Line(Bitmap picture, (double X, double Y) from, (double X, double Y) to, int width, ReadOnlySpan<byte> colour)
    {
        int steps = 1 + (int)(2 * Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (int i = 0; i <= steps; i++)
        {
            double part = i / (double)steps;
            Disc(picture, from.X + (part * (to.X - from.X)), from.Y + (part * (to.Y - from.Y)), width / 2.0, colour);
        }
    }

    /// <summary>A filled disc.</summary>
    public static void Disc(Bitmap picture, double centreX, double centreY, double radius, ReadOnlySpan<byte> colour)
    {
        for (int y = Math.Max(0, (int)(centreY - radius)); y <= Math.Min(picture.Height - 1, (int)(centreY + radius)); y++)
        {
            for (int x = Math.Max(0, (int)(centreX - radius)); x <= Math.Min(picture.Width - 1, (int)(centreX + radius)); x++)
            {
                double dx = x - centreX, dy = y - centreY;
                if ((dx * dx) + (dy * dy) <= radius * radius)
                    colour.CopyTo(picture.Row(y)[(3 * x)..]);
            }
        }
    }

    /// <summary>A white picture.</summary>
    public static Bitmap Sheet(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        pixels.AsSpan().Fill(byte.MaxValue);
        return new Bitmap(width, height, 3, pixels);
    }
}
