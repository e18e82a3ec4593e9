namespace GanFromScratch.Gan.Data.Captions;

/// <summary>
/// From where on a digit is thin, thick or slanted: each word fits a third of the digits of a class, for a one is narrower than a zero, and
/// a seven leans more.
/// </summary>
internal sealed class DigitLooks
{
    public const int Digits = 10;

    private readonly double[] thin = new double[Digits], thick = new double[Digits], slanted = new double[Digits];

    /// <param name="images">Gray digits with labels.</param>
    public DigitLooks(ImageSet images)
    {
        double[] thickness = new double[images.Count], slant = new double[images.Count];
        Parallel.For(0, images.Count, i =>
        {
            thickness[i] = Strokes.Thickness(images.Image(i), images.Width);
            slant[i] = Strokes.Slant(images.Image(i), images.Width);
        });
        for (int digit = 0; digit < Digits; digit++)
        {
            int[] own = [.. Enumerable.Range(0, images.Count).Where(i => images.Labels![i] == digit)];
            if (own.Length == 0)
                continue;
            double[] thicknesses = [.. own.Select(i => thickness[i]).Order()], slants = [.. own.Select(i => slant[i]).Order()];
            (thin[digit], thick[digit], slanted[digit]) = (
                thicknesses[own.Length / 3], thicknesses[own.Length * 2 / 3], slants[own.Length * 2 / 3]);
        }
    }

    /// <summary>An image in words.</summary>
    /// <param name="digit">That it shows.</param>
    public DigitPhrase Describe(ReadOnlySpan<byte> image, int width, int digit)
    {
        double thickness = Strokes.Thickness(image, width);
        StrokeWeight weight = thickness < thin[digit] ? StrokeWeight.Thin
            : thickness > thick[digit] ? StrokeWeight.Thick
            : StrokeWeight.Usual;
        return new DigitPhrase(digit, weight, Strokes.Slant(image, width) > slanted[digit]);
    }
}
