namespace GanFromScratch.Gan.Models;

/// <summary>How to go from one latent point to another.</summary>
public enum WalkMode
{
    /// <summary>Along a great circle.</summary>
    Slerp,

    /// <summary>Along the straight line.</summary>
    Linear,
}

/// <summary>
/// Walks between points of the latent space. In 100 dimensions nearly all of N(0, 1) lies in a thin shell of radius √100, but the middle of
/// the straight line between two of its points lies at 1/√2 of that radius, where the generator was never trained. White 2016, "Sampling
/// Generative Networks", therefore goes along the sphere (Shoemake 1985, "Animating Rotation with Quaternion Curves"):
/// <code>
///   slerp(t) = sin((1 − t)Ω)/sin Ω · p + sin(tΩ)/sin Ω · q,   Ω the angle between p and q
/// </code>
/// for p and q of equal length. Two random points are of nearly equal length only, so direction and length go separately here: the
/// direction along the great circle, the length evenly from the one to the other.
/// </summary>
public static class LatentWalk
{
    /// <summary>
    /// Below this sine the points lie in one direction, where both ways are one, or opposite, where no great circle is the shortest.
    /// </summary>
    private const double LeastSine = 1e-6;

    /// <summary>The point at <paramref name="t"/> of the way; exactly the ends at 0 and 1.</summary>
    public static void Point(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double t, WalkMode mode, Span<float> point)
    {
        if (t is 0 or 1)
        {
            (t == 0 ? from : to).CopyTo(point);
            return;
        }

        (double a, double b) = mode == WalkMode.Slerp ? SphericalWeights(from, to, t) : (1 - t, t);
        for (int i = 0; i < point.Length; i++)
            point[i] = (float)((a * from[i]) + (b * to[i]));
    }

    private static (double From, double To) SphericalWeights(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double t)
    {
        double lengthFrom = Math.Sqrt(Dot(from, from)), lengthTo = Math.Sqrt(Dot(to, to));
        double angle = Math.Acos(Math.Clamp(Dot(from, to) / (lengthFrom * lengthTo), -1, 1)), sine = Math.Sin(angle);
        // NaN, the angle of a point without length, is not above anything either.
        if (!(sine > LeastSine))
            return (1 - t, t);
        double length = ((1 - t) * lengthFrom) + (t * lengthTo);
        return (Math.Sin((1 - t) * angle) / sine * length / lengthFrom, Math.Sin(t * angle) / sine * length / lengthTo);
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
