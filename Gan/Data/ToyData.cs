using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Random;
using GanFromScratch.Gan.Data.Toy;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// 2-D point distributions for GAN experiments: <c>ring</c>, <c>grid</c>, <c>moons</c>, <c>spiral</c>. Point i is a pure function of the
/// seed and i: one block of Philox (a counter-based RNG) gives it four words, two for its position and two for its noise.
/// </summary>
public sealed class ToyData
{
    /// <summary>
    /// Noise made of 32-bit words never exceeds √(2 ln 2³³) ≈ 6.8 σ. With seven of them around it, a distribution lies in [−1, 1]² whole,
    /// without clipping, so a generator that ends in tanh can reach all of it.
    /// </summary>
    private const double NoiseReach = 7;

    /// <summary>Separates this random stream from all others of the same seed: "TOYD" in the stream's upper half.</summary>
    private const ulong Stream = 0x544F5944UL << 32;

    private static readonly IToyDistribution[] Known = [new Ring(), new Grid(), new TwoMoons(), new Spiral()];

    private ToyData(string name, float[] points, int[] labels, float[] centres, float sigma, float scale) =>
        (Name, Points, Labels, Centres, Sigma, Scale) = (name, points, labels, centres, sigma, scale);

    /// <summary>The names that <see cref="Create"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Known, distribution => distribution.Name);

    public string Name { get; }

    /// <summary>N × 2: x and y of each point, in [−1, 1].</summary>
    public float[] Points { get; }

    /// <summary>The mode, arm or moon of each point, from 0 on.</summary>
    public int[] Labels { get; }

    /// <summary>K × 2: x and y of each mode's centre, scaled as the points; empty for moons and spiral.</summary>
    public float[] Centres { get; }

    /// <summary>Standard deviation of the noise, scaled as the points. A sample of high quality is within three of a centre.</summary>
    public float Sigma { get; }

    /// <summary>The scale factor from the source's units.</summary>
    public float Scale { get; }

    public int Count => Points.Length / 2;

    /// <summary>The first <paramref name="count"/> points of a distribution.</summary>
    /// <exception cref="InputException">There is no distribution of that name.</exception>
    public static ToyData Create(string name, int count, ulong seed)
    {
        IToyDistribution distribution = Array.Find(Known, known => known.Name == name)
            ?? throw new InputException($"There is no toy distribution '{name}'; choose {string.Join(", ", Names)}.");
        double scale = 1 / (distribution.Reach + (NoiseReach * distribution.Sigma));
        (double middleX, double middleY) = distribution.Middle;

        var points = new float[2 * count];
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            (uint w0, uint w1, uint w2, uint w3) = Philox.Block(seed, (ulong)i, Stream);
            (double x, double y) = distribution.Locate(Unit(w0), Unit(w1));
            labels[i] = distribution.Class(Unit(w0));
            (double noiseX, double noiseY) = Normals(w2, w3);
            points[2 * i] = (float)((x + (distribution.Sigma * noiseX) - middleX) * scale);
            points[(2 * i) + 1] = (float)((y + (distribution.Sigma * noiseY) - middleY) * scale);
        }

        var centres = new List<float>();
        foreach ((double x, double y) in distribution.Centres)
            centres.AddRange([(float)((x - middleX) * scale), (float)((y - middleY) * scale)]);
        return new ToyData(name, points, labels, [.. centres], (float)(distribution.Sigma * scale), (float)scale);
    }

    /// <summary>A word as a number in [0, 1).</summary>
    private static double Unit(uint word) => word / 4294967296.0;

    /// <summary>Two independent standard normals of two words (Box and Muller 1958). The half keeps the logarithm away from 0.</summary>
    private static (double X, double Y) Normals(uint a, uint b)
    {
        double radius = Math.Sqrt(-2 * Math.Log((a + 0.5) / 4294967296.0));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * Unit(b));
        return (radius * cos, radius * sin);
    }
}
