using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Tests.Support;

/// <summary>Arrays of numbers: random ones, wider ones, and whether two are close.</summary>
internal static class Numbers
{
    public static float[] Uniform(int count, double low = -2, double high = 2, int seed = 1) =>
        Array.ConvertAll(GradientCheck.Uniform(new Random(seed), count, low, high), x => (float)x);

    /// <summary>Whole numbers 0 … below − 1.</summary>
    public static float[] Indices(int count, int below, int seed = 1)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = random.Next(below);
        return values;
    }

    public static double[] Wide(float[] values) => Array.ConvertAll(values, x => (double)x);

    /// <summary>
    /// Every element within <paramref name="tolerance"/>, relative where the expected one is larger than 1; NaN and ∞ alike.
    /// </summary>
    public static void AssertClose(double[] expected, float[] actual, double tolerance, string what)
    {
        if (expected.Length != actual.Length)
            Assert.Fail($"{what}: {actual.Length} values, expected {expected.Length}");
        for (int i = 0; i < expected.Length; i++)
        {
            double e = expected[i], a = actual[i];
            bool close = double.IsFinite(e) ? Math.Abs(a - e) <= tolerance * Math.Max(1, Math.Abs(e)) : e.Equals(a);
            if (!close)
                Assert.Fail($"{what}: element {i} is {a:R}, expected {e:R} within {tolerance}");
        }
    }
}
