namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// Enlarges images by bicubic interpolation (Keys 1981, "Cubic Convolution Interpolation for Digital Image Processing", a = −½), between
/// pixel centres; beyond the border the border's pixels go on.
/// </summary>
internal static class CubicConvolution
{
    private const int Taps = 4;

    /// <summary>One plane.</summary>
    /// <param name="from">height × width bytes.</param>
    /// <param name="factor">Of both sides.</param>
    /// <param name="to">factor·height × factor·width bytes, rounded and kept within 0 … 255.</param>
    public static void Enlarge(ReadOnlySpan<byte> from, int height, int width, int factor, Span<byte> to)
    {
        // Rows first: each column of the small image is enlarged, then each row of what that makes.
        float[] tall = new float[factor * height * width];
        for (int y = 0; y < factor * height; y++)
        {
            (int first, float fraction) = Position(y, factor);
            for (int x = 0; x < width; x++)
            {
                float sum = 0;
                for (int k = 0; k < Taps; k++)
                    sum += Weight(fraction + 1 - k) * from[(Math.Clamp(first + k, 0, height - 1) * width) + x];
                tall[(y * width) + x] = sum;
            }
        }

        for (int x = 0; x < factor * width; x++)
        {
            (int first, float fraction) = Position(x, factor);
            for (int y = 0; y < factor * height; y++)
            {
                float sum = 0;
                for (int k = 0; k < Taps; k++)
                    sum += Weight(fraction + 1 - k) * tall[(y * width) + Math.Clamp(first + k, 0, width - 1)];
                to[(y * factor * width) + x] = (byte)Math.Clamp(MathF.Round(sum), byte.MinValue, byte.MaxValue);
            }
        }
    }

    /// <summary>The first of the four pixels around a place, and how far the place is behind the second of them.</summary>
    private static (int First, float Fraction) Position(int place, int factor)
    {
        float at = ((place + 0.5f) / factor) - 0.5f;
        int before = (int)MathF.Floor(at);
        return (before - 1, at - before);
    }

    /// <summary>Keys' kernel.</summary>
    private static float Weight(float distance)
    {
        float x = MathF.Abs(distance);
        return x < 1 ? (((1.5f * x) - 2.5f) * x * x) + 1
            : x < 2 ? (((((-0.5f * x) + 2.5f) * x) - 4) * x) + 2
            : 0;
    }
}
