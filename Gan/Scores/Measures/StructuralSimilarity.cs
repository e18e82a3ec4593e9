using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// The structural similarity of an image to the right one (Wang, Bovik, Sheikh, Simoncelli 2004, "Image Quality Assessment: From Error
/// Visibility to Structural Similarity", equation 13):
/// <code>
///   SSIM = (2·μx·μy + C1)·(2·σxy + C2) / ((μx² + μy² + C1)·(σx² + σy² + C2)),   C1 = (0.01·255)², C2 = (0.03·255)²
/// </code>
/// The means, variances and covariance are those of a window of 11×11 pixels with normal weights of deviation 1.5, whose sum is 1. The
/// result is the mean over all windows that lie within the image, and over the channels. 255 is the dynamic range of bytes. 1 for equal
/// images.
/// </summary>
internal static class StructuralSimilarity
{
    /// <summary>Height and width of the window: no image may be smaller.</summary>
    public const int Window = 11;

    private const double Deviation = 1.5, Peak = byte.MaxValue, C1 = 0.01 * Peak * 0.01 * Peak, C2 = 0.03 * Peak * 0.03 * Peak;

    private static readonly double[] Weights = Normal();

    /// <summary>Of two images of a format.</summary>
    public static double Of(ReadOnlySpan<byte> image, ReadOnlySpan<byte> right, ImageFormat format)
    {
        int area = format.Height * format.Width;
        double sum = 0;
        for (int c = 0; c < format.Channels; c++)
            sum += OfPlane(image.Slice(c * area, area), right.Slice(c * area, area), format.Height, format.Width);
        return sum / format.Channels;
    }

    private static double OfPlane(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, int height, int width)
    {
        double[] one = new double[x.Length], other = new double[x.Length], squares = new double[x.Length];
        double[] otherSquares = new double[x.Length], products = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            (one[i], other[i]) = (x[i], y[i]);
            (squares[i], otherSquares[i], products[i]) = (one[i] * one[i], other[i] * other[i], one[i] * other[i]);
        }

        double[] meanX = Mean(one, height, width), meanY = Mean(other, height, width), meanXX = Mean(squares, height, width);
        double[] meanYY = Mean(otherSquares, height, width), meanXY = Mean(products, height, width);
        double sum = 0;
        for (int i = 0; i < meanX.Length; i++)
        {
            double xx = meanX[i] * meanX[i], yy = meanY[i] * meanY[i], xy = meanX[i] * meanY[i];
            sum += ((2 * xy) + C1) * ((2 * (meanXY[i] - xy)) + C2) / ((xx + yy + C1) * (meanXX[i] - xx + meanYY[i] - yy + C2));
        }

        return sum / meanX.Length;
    }

    /// <summary>The weighted mean of each window within the plane: along the rows, then along the columns.</summary>
    private static double[] Mean(double[] plane, int height, int width)
    {
        int across = width - Window + 1, down = height - Window + 1;
        double[] rows = new double[height * across], means = new double[down * across];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = 0; k < Window; k++)
                rows[i] += Weights[k] * plane[(i / across * width) + (i % across) + k];
        }

        for (int i = 0; i < means.Length; i++)
        {
            for (int k = 0; k < Window; k++)
                means[i] += Weights[k] * rows[i + (k * across)];
        }

        return means;
    }

    private static double[] Normal()
    {
        double[] weights = [.. Enumerable.Range(0, Window).Select(
            i => Math.Exp(-(i - (Window / 2)) * (i - (Window / 2)) / (2 * Deviation * Deviation)))];
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
