using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The truncation trick (Brock, Donahue, Simonyan 2019, section 3.1): every component of z with |z| > T is drawn anew until it is within.
/// A small T gives samples near the usual ones: their quality rises, their variety falls.
/// </summary>
public static class TruncatedNoise
{
    /// <summary>The smallest T: below it nearly every draw would be refused.</summary>
    public const float Least = 0.01f;

    /// <summary>
    /// z ~ N(0, 1), truncated on the host; without a bound, the source's numbers. Both begin with the same numbers: components within the
    /// bound are equal.
    /// </summary>
    /// <param name="random">Gives another tensor of the shape for each round of draws.</param>
    /// <param name="shape">(N, latent).</param>
    /// <param name="bound">T, at least <see cref="Least"/>; null for none.</param>
    public static Tensor Normal(RandomSource random, Shape shape, float? bound)
    {
        ArgumentNullException.ThrowIfNull(random);
        Tensor z = random.Normal(shape);
        if (bound is not float most)
            return z;
        ArgumentOutOfRangeException.ThrowIfLessThan(most, Least);
        float[] values = z.ToArray(), again = new float[values.Length];
        while (Array.Exists(values, value => !(MathF.Abs(value) <= most)))
        {
            random.Normal(shape).CopyTo(again);
            for (int i = 0; i < values.Length; i++)
                values[i] = MathF.Abs(values[i]) <= most ? values[i] : again[i];
        }

        return Tensor.From(random.Device, shape, values);
    }
}
