namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// The peak signal-to-noise ratio of an image to the right one, in decibels: PSNR = 10·log₁₀(255² / MSE), where MSE is the mean squared
/// difference of their bytes. The MSE counts as 1/12 at least, that of rounding to bytes, so that equal images have 58.9 dB.
/// </summary>
internal static class PeakSignalToNoise
{
    private const double Peak = byte.MaxValue, LeastError = 1 / 12.0;

    /// <summary>Of two images of as many bytes.</summary>
    public static double Of(ReadOnlySpan<byte> image, ReadOnlySpan<byte> right)
    {
        long sum = 0;
        for (int i = 0; i < image.Length; i++)
        {
            int difference = image[i] - right[i];
            sum += difference * difference;
        }

        return 10 * Math.Log10(Peak * Peak / Math.Max(sum / (double)image.Length, LeastError));
    }
}
