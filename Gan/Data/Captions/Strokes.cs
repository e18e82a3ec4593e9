namespace GanFromScratch.Gan.Data.Captions;

/// <summary>How a digit is written, measured on its gray image, ink 255.</summary>
internal static class Strokes
{
    /// <summary>
    /// The thickness of its strokes in pixels: twice the ink over the length of the outline, which is the sum of all differences of
    /// neighbouring pixels. 0 for an image without any.
    /// </summary>
    public static double Thickness(ReadOnlySpan<byte> pixels, int width)
    {
        double ink = 0, outline = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            int left = i % width > 0 ? pixels[i - 1] : 0, above = i >= width ? pixels[i - width] : 0;
            ink += pixels[i];
            outline += Math.Abs(pixels[i] - left) + Math.Abs(pixels[i] - above);
        }

        return outline > 0 ? 2 * ink / outline : 0;
    }

    /// <summary>
    /// How far it leans: columns to the left per row downwards, −μ₁₁/μ₀₂ with the second central moments of its brightness. 0 for an image
    /// without height.
    /// </summary>
    public static double Slant(ReadOnlySpan<byte> pixels, int width)
    {
        double mass = 0, xs = 0, ys = 0, xy = 0, yy = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            (double x, double y, double ink) = (i % width, i / width, pixels[i]);
            (mass, xs, ys) = (mass + ink, xs + (ink * x), ys + (ink * y));
            (xy, yy) = (xy + (ink * x * y), yy + (ink * y * y));
        }

        double spread = (yy * mass) - (ys * ys);
        return spread > 0 ? -((xy * mass) - (xs * ys)) / spread : 0;
    }
}
