namespace GanFromScratch.Gan.Models;

/// <summary>How to interpolate between two latent points.</summary>
public enum WalkMode
{
    /// <summary>Along a great circle (spherical interpolation).</summary>
    Slerp,

    /// <summary>Along the straight line (linear interpolation).</summary>
    Linear,
}

/// <summary>Where the points of an interpolation are.</summary>
public enum WalkSpace
{
    /// <summary>The generator's input.</summary>
    Z,

    /// <summary>The styles that a mapping network makes of it: <see cref="StyleSpace"/>.</summary>
    W,
}

/// <summary>
/// Interpolates between points of the latent space. In 100 dimensions nearly all of N(0, 1) lies in a thin shell of radius √100, but the
/// middle of the straight line between two of its points lies at 1/√2 of that radius, where the generator was never trained. White 2016,
/// "Sampling Generative Networks", therefore interpolates along the sphere (Shoemake 1985, "Animating Rotation with Quaternion Curves"):
/// <code>
///   slerp(t) = sin((1 − t)Ω)/sin Ω · p + sin(tΩ)/sin Ω · q,   Ω the angle between p and q
/// </code>
/// for p and q of equal length. The lengths of two random points are only nearly equal, so direction and length are interpolated separately
/// here: the direction along the great circle, the length linearly.
/// </summary>
public static class LatentWalk
{
    /// <summary>
    /// Below this sine the two directions are equal, so both interpolations agree, or opposite, so no great circle is the shortest.
    /// </summary>
    private const double LeastSine = 1e-6;

    /// <summary>The point at parameter <paramref name="t"/>; exactly the end points at 0 and 1.</summary>
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
        // NaN, from a point of length zero, fails this comparison too.
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
