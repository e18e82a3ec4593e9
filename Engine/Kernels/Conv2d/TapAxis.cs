namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// One axis of a convolution, or of its transpose: which taps meet a target pixel, and at which source pixels. The kernels of all devices
/// use it.
/// <para>
/// In a convolution tap k of target pixel i meets source pixel i·stride + k·dilation − padding, so every tap meets one. In the transpose
/// it meets p where p·stride = i + padding − k·dilation, if there is such an integer p. Whether there is one depends only on i modulo the
/// stride; so target pixels fall into <see cref="Classes"/>, all of whose members have the same taps. With g = gcd(stride, dilation)
/// these are every (stride / g)-th, and from one to the next the source pixel decreases by dilation / g. The zeros that a stride inserts
/// between two pixels are never read.
/// </para>
/// Both are one formula. The target pixel class + q·<see cref="Classes"/> and its tap first + t·<see cref="TapStep"/> meet the source pixel
/// <code>
/// Start(class, first) + q·Advance + t·PixelStep        Start = (class + shift + first·tapShift) / Classes
///
/// convolution    Classes 1         Advance stride   shift −padding   tapShift dilation
/// transpose      Classes stride    Advance 1        shift padding    tapShift −dilation
/// </code>
/// </summary>
internal readonly struct TapAxis
{
    /// <summary>Taps of the kernel.</summary>
    public readonly int Taps;

    /// <summary>Pixels of the source.</summary>
    public readonly int Pixels;

    /// <summary>Classes of target pixels.</summary>
    public readonly int Classes;

    /// <summary>How far the source pixel moves from one target pixel of a class to the next.</summary>
    public readonly int Advance;

    /// <summary>From one tap of a class to the next.</summary>
    public readonly int TapStep;

    /// <summary>How far the source pixel moves from one tap of a class to the next.</summary>
    public readonly int PixelStep;

    private readonly int shift, tapShift;

    public TapAxis(int taps, int pixels, int stride, int padding, int dilation, bool transposed)
    {
        (Taps, Pixels) = (taps, pixels);
        (Classes, Advance) = transposed ? (stride, 1) : (1, stride);
        (shift, tapShift) = transposed ? (padding, -dilation) : (-padding, dilation);
        int g = transposed ? Gcd(stride, dilation) : 1;
        TapStep = Classes / g;
        PixelStep = tapShift / g;
    }

    /// <summary>The first tap of a class; <see cref="Taps"/> or more if it has none.</summary>
    public int First(int ofClass)
    {
        int first = 0;
        while (first < TapStep && (ofClass + shift + (first * tapShift)) % Classes != 0)
            first++;
        return first == TapStep ? Taps : first;
    }

    /// <summary>The number of taps of a class with this first tap.</summary>
    public int Count(int first) => first >= Taps ? 0 : ((Taps - 1 - first) / TapStep) + 1;

    /// <summary>The source pixel that a class's first target pixel meets with its first tap; it may lie outside.</summary>
    public int Start(int ofClass, int first) => (ofClass + shift + (first * tapShift)) / Classes;

    /// <summary>
    /// The taps that meet the source image at one target pixel: those of its class, without those outside at either end.
    /// </summary>
    public TapRange Of(int target)
    {
        int ofClass = target % Classes, first = First(ofClass), taps = Count(first);
        int start = Start(ofClass, first) + (target / Classes * Advance), beyond = start - (Pixels - 1);
        int skipped, end;
        if (PixelStep > 0)
        {
            skipped = start < 0 ? (PixelStep - 1 - start) / PixelStep : 0;
            end = beyond > 0 ? 0 : ((-beyond) / PixelStep) + 1;
        }
        else
        {
            skipped = beyond > 0 ? (beyond - PixelStep - 1) / -PixelStep : 0;
            end = start < 0 ? 0 : (start / -PixelStep) + 1;
        }

        int count = Math.Max(Math.Min(taps, end) - skipped, 0);
        return new TapRange(first + (skipped * TapStep), TapStep, start + (skipped * PixelStep), PixelStep, count);
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
