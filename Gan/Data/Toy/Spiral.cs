namespace GanFromScratch.Gan.Data.Toy;

/// <summary>
/// Two arms of Archimedes' spiral r = θ / 3π, opposite each other, each one and a half turns long, with σ = 0.02. The square root spreads
/// the points evenly along an arm, whose length grows as the square of θ.
/// </summary>
internal sealed class Spiral : IToyDistribution
{
    private const double Turn = 3 * Math.PI;

    public string Name => "spiral";

    public IReadOnlyList<(double X, double Y)> Centres => [];

    public int Classes => 2;

    public double Sigma => 0.02;

    public (double X, double Y) Middle => (0, 0);

    public double Reach => 1;

    public (double X, double Y) Locate(double u, double v)
    {
        double radius = Math.Sqrt(v);
        (double sin, double cos) = Math.SinCos((Turn * radius) + (u < 0.5 ? 0 : Math.PI));
        return (radius * cos, radius * sin);
    }
}
