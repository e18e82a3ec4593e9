using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>Where in a gray image its brightness lies: finds the one bright thing of a frame.</summary>
internal static class MassCentre
{
    /// <summary>The mean column and row, weighted by brightness; the middle of a black image.</summary>
    public static (double X, double Y) Of(ReadOnlySpan<byte> pixels, int width)
    {
        double mass = 0, xs = 0, ys = 0;
        for (int i = 0; i < pixels.Length; i++)
            (mass, xs, ys) = (mass + pixels[i], xs + (pixels[i] * (i % width)), ys + (pixels[i] * (i / width)));
        return mass > 0 ? (xs / mass, ys / mass) : ((width - 1) / 2.0, ((pixels.Length / width) - 1) / 2.0);
    }

    /// <summary>
    /// The part of each gray image around its centre, black where it has nothing: so were MNIST's digits placed in their images.
    /// </summary>
    /// <param name="target">Of the parts, gray.</param>
    public static ImageSet Crop(ImageSet images, ImageFormat target)
    {
        byte[] pixels = new byte[images.Count * target.Size];
        Parallel.For(0, images.Count, i =>
        {
            ReadOnlySpan<byte> image = images.Image(i);
            (double x, double y) = Of(image, images.Width);
            int left = Begin(x, target.Width), top = Begin(y, target.Height);
            for (int k = 0; k < target.Size; k++)
            {
                (int row, int column) = (top + (k / target.Width), left + (k % target.Width));
                if (row >= 0 && row < images.Height && column >= 0 && column < images.Width)
                    pixels[(i * target.Size) + k] = image[(row * images.Width) + column];
            }
        });
        return new ImageSet(images.Name, target, pixels, images.Labels, images.ClassNames);

        static int Begin(double centre, int size) => (int)Math.Round(centre - ((size - 1) / 2.0));
    }
}
