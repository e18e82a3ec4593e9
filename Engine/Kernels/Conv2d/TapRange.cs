namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// Along one axis of an image: which taps of the kernel meet the source image for one target pixel, and where. They are evenly spaced:
/// tap First, First + TapStep, … meets the pixel Pixel, Pixel + PixelStep, …, Count times. What would meet padding, or (in a transposed
/// convolution with a stride) the space between two pixels, is not in it: zeros are never multiplied.
/// </summary>
internal readonly record struct TapRange(int First, int TapStep, int Pixel, int PixelStep, int Count)
{
    /// <summary>Of a convolution, for target pixel <paramref name="i"/>: tap k meets source pixel i·stride + k·dilation − padding.</summary>
    public static TapRange Forward(int i, int taps, int stride, int padding, int dilation, int pixels)
    {
        int start = (i * stride) - padding;
        int first = start < 0 ? (-start + dilation - 1) / dilation : 0;
        int end = start >= pixels ? 0 : Math.Min(taps, ((pixels - 1 - start) / dilation) + 1);
        return new TapRange(first, 1, start + (first * dilation), dilation, Math.Max(end - first, 0));
    }

    /// <summary>
    /// Of a transposed convolution: tap k meets source pixel p where p·stride = i + padding − k·dilation. With g = gcd(stride, dilation),
    /// every (stride / g)-th tap divides evenly, and from one to the next the source pixel falls by dilation / g.
    /// </summary>
    public static TapRange Transposed(int i, int taps, int stride, int padding, int dilation, int pixels)
    {
        int g = Gcd(stride, dilation), tapStep = stride / g, fall = dilation / g, first = 0;
        while (first < tapStep && (i + padding - (first * dilation)) % stride != 0)
            first++;
        if (first == tapStep || first >= taps)
            return default;
        int pixel = (i + padding - (first * dilation)) / stride, beyond = pixel - (pixels - 1);
        if (beyond > 0)
        {
            int skipped = (beyond + fall - 1) / fall;
            first += skipped * tapStep;
            pixel -= skipped * fall;
        }

        if (pixel < 0 || first >= taps)
            return default;
        int count = Math.Min(((taps - 1 - first) / tapStep) + 1, (pixel / fall) + 1);
        return new TapRange(first, tapStep, pixel, -fall, count);
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
